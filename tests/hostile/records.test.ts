import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { FAMILIES, familyOf, readRecords } from './support/records.ts';

describe('the records of hostile cases', () => {
  const tests = globSync('tests/hostile/*/*.test.ts', { cwd: projectRoot() })
    .map((it) => it.replaceAll('\\', '/'))
    .sort();

  it('are of the tests that state them: none is missing, and none is left of a test that is gone', () => {
    const stating = tests.filter((it) =>
      readFileSync(join(projectRoot(), it), 'utf8').includes('hostileCases('),
    );
    expect([...readRecords().keys()]).toEqual(stating);
  });

  it('are each of one family', () => {
    for (const file of tests) expect(Object.keys(FAMILIES), file).toContain(familyOf(file));
  });
});
