import { expect, test } from 'vitest';
import { answer } from '../support/eligibility.ts';

test('everything that holds makes an offering eligible', () => {
  const d = answer();
  expect(d.findings.filter((f) => f.status !== 'PASS')).toEqual([]);
  expect(d.outcome).toBe('ELIGIBLE');
});
