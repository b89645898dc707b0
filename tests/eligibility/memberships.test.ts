import { describe, expect, test } from 'vitest';
import type { MembershipFact } from '../../subgraphs/catalogue/eligibility/facts.ts';
import { membershipsOn } from '../../subgraphs/catalogue/eligibility/memberships.ts';
import { between } from '../support/eligibility.ts';

const AS_OF = '2026-11-23';

const row = (over: Partial<MembershipFact>): MembershipFact => ({
  organisation: 'EU',
  member: 'GB',
  ...between('1973-01-01', '2020-02-01'),
  verification: 'VERIFIED',
  ...over,
});

const belongsOn = (day: string, ...rows: MembershipFact[]) =>
  membershipsOn(rows, day, AS_OF).belongs('GB', 'EU');

describe('a membership', () => {
  test('holds from its first day until the day of leaving', () => {
    expect(belongsOn('1972-12-31', row({}))).toBe('NO');
    expect(belongsOn('2020-01-31', row({}))).toBe('YES');
    expect(belongsOn('2020-02-01', row({}))).toBe('NO');
  });

  test('is over once its published end has passed, though nobody verified the day', () => {
    const left = row({ untilVerified: false });
    expect(belongsOn('2019-01-01', left)).toBe('UNCERTAIN');
    expect(belongsOn('2026-11-23', left)).toBe('NO');
  });

  test('is uncertain inside an imprecise end, and holds again where another one does', () => {
    const first = row({ until: '2020' });
    expect(belongsOn('2020-06-01', first)).toBe('UNCERTAIN');
    expect(belongsOn('2022-06-01', first, row(between('2022-01-01', null)))).toBe('YES');
  });
});
