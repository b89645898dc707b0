import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { release } from '../../schema/release.ts';
import { readRelease } from '../../schema/released.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'release-'));
  for (const it of ['schema', 'supergraph.yaml']) {
    cpSync(join(projectRoot(), it), join(root, it), { recursive: true });
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a release of the schema', () => {
  it('makes the SDL of today what later changes are compared with', () => {
    const file = join(root, 'schema/subgraphs/devices.graphql');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"""One device model', '"""One model'));
    expect(readRelease(root, 'devices').sdl).not.toContain('"""One model');
    const written = release(root, '99.0.0', '2027-01-31');
    expect(written).toContain('schema/released/devices.graphql');
    expect(readRelease(root, 'devices')).toEqual({
      version: '99.0.0',
      date: '2027-01-31',
      sdl: expect.stringContaining('"""One model'),
    });
    expect(readRelease(root, 'devices').sdl).toMatch(/^# What was released last .*\n\nextend schema/);
  });

  it.each([
    [undefined, 'version: expected one such as 0.2.0, got nothing.'],
    ['next', 'version: expected one such as 0.2.0, got next.'],
    ['0.0.9', /version: expected one above \d+\.\d+\.\d+, which is released, got 0\.0\.9\./],
    [readRelease(projectRoot(), 'devices').version, /which is released/],
  ])('is refused as %s', (version, message) => {
    expect(() => release(root, version, '2027-01-31')).toThrow(message);
  });

  it('has no SDL of a subgraph that came later', () => {
    expect(readRelease(root, 'newcomer').sdl).toBeNull();
  });
});
