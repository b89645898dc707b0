import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';

const read = (file: string) =>
  JSON.parse(readFileSync(join(projectRoot(), file), 'utf8')) as Record<string, Record<string, string>>;

describe('the package of the peers', () => {
  it('has exact versions, and of what the project has too, the same', () => {
    const { dependencies = {} } = read('tests/bench/peers/package.json');
    const project = read('package.json');
    const pinned = {
      ...project['dependencies'],
      ...project['devDependencies'],
      ...project['optionalDependencies'],
    };
    for (const [name, version] of Object.entries(dependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(version, name).toBe(pinned[name] ?? version);
    }
    expect(Object.keys(dependencies)).toEqual(
      expect.arrayContaining(['@apollo/gateway', '@apollo/server', '@graphql-hive/gateway', 'graphql-jit']),
    );
  });
});
