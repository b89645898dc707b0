import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { FAMILIES, familyOf, readRecords } from './support/records.ts';

describe('the records of hostile cases', () => {
  const tests = globSync('tests/hostile/*/*.test.ts', { cwd: projectRoot() })
    .map((it) => it.replaceAll('\\', '/'))
    .sort();

  it('are of the tests that there are: none is missing, and none is left of a test that is gone', () => {
    expect([...readRecords().keys()]).toEqual(tests);
  });

  it('are each of one family', () => {
    for (const file of tests) expect(Object.keys(FAMILIES), file).toContain(familyOf(file));
  });
});
