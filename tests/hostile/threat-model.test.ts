import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { FAMILIES, familyOf } from './support/records.ts';

const ROOT = projectRoot();
const text = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');
const named = [...new Set(Array.from(text.matchAll(/`(tests\/[^`]+)`/g), ([, path]) => path as string))];
const rows =
  text
    .split('## Threats')[1]
    ?.split('## ')[0]
    ?.match(/^\| (?!threat|---).*$/gm) ?? [];

describe('the threat model', () => {
  it('names a test for every threat', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) expect(row).toMatch(/`tests\/[^`]+` *[,|]/);
  });

  it('names tests that there are, and families of hostile cases', () => {
    for (const path of named) {
      if (/^tests\/hostile\/[^/]+\/$/.test(path))
        expect(Object.keys(FAMILIES), path).toContain(familyOf(path));
      else expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });

  it('names every hostile test, or its family', () => {
    const tests = globSync('tests/hostile/*/*.test.ts', { cwd: ROOT }).map((it) => it.replaceAll('\\', '/'));
    expect(tests.length).toBeGreaterThan(5);
    const unnamed = tests.filter(
      (it) => !named.includes(it) && !named.includes(`tests/hostile/${familyOf(it)}/`),
    );
    expect(unnamed).toEqual([]);
  });
});
