import { isDay, type Day } from '../../../platform/calendar/day.ts';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import { coverage, type Period } from '../../../platform/calendar/period.ts';
import type { PartnerCode } from './levels.ts';

/** That a country belongs to an organisation or group in a period. */
export interface Membership {
  readonly organisation: string;
  readonly member: PartnerCode;
  /** As it is to be read; `membershipPeriod` makes it from the published dates. */
  readonly period: Period;
  readonly verified: boolean;
}

/** A membership as its source publishes it. */
export interface PublishedMembership {
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
  /** Fields that were not verified: `from`, `until`, or a part of one, `from.day`. */
  readonly unverifiedFields?: readonly string[] | undefined;
}

/**
 * The period to read: a date whose day was not verified counts with the precision of its month, one whose
 * month was not verified with that of its year, and a bound not verified at all is marked as such. The
 * published date itself stays with the record.
 */
export function membershipPeriod(published: PublishedMembership): Period {
  const unverified = new Set(published.unverifiedFields ?? []);
  return {
    from: asVerified(published.from, 'from', unverified),
    until: asVerified(published.until, 'until', unverified),
    fromVerified: !unverified.has('from'),
    untilVerified: !unverified.has('until'),
  };
}

function asVerified(
  date: PartialDate | null,
  field: string,
  unverified: ReadonlySet<string>,
): PartialDate | null {
  if (date === null) return null;
  if (unverified.has(`${field}.month`)) return date.slice(0, 4);
  return unverified.has(`${field}.day`) && isDay(date) ? date.slice(0, 7) : date;
}

/** Who belongs to a group on a day: for certain, and possibly (which includes those for certain). */
export interface Members {
  readonly certain: readonly PartnerCode[];
  readonly possible: readonly PartnerCode[];
}

/** The members of `organisation` on a day. An unverified row, or an undecided day, is only possible. */
export function membersOn(organisation: string, on: Day, memberships: readonly Membership[]): Members {
  const certain = new Set<PartnerCode>();
  const possible = new Set<PartnerCode>();
  for (const row of memberships) {
    if (row.organisation !== organisation) continue;
    const at = coverage(row.period, on);
    if (at !== 'IN' && at !== 'UNCERTAIN') continue;
    possible.add(row.member);
    if (at === 'IN' && row.verified) certain.add(row.member);
  }
  return { certain: [...certain].sort(), possible: [...possible].sort() };
}

/** The organisations that `member` may belong to on a day: it is certain, or its dates leave it open. */
export function organisationsOn(member: PartnerCode, on: Day, memberships: readonly Membership[]): string[] {
  const found = memberships.filter(
    (row) => row.member === member && ['IN', 'UNCERTAIN'].includes(coverage(row.period, on)),
  );
  return [...new Set(found.map((row) => row.organisation))].sort();
}
