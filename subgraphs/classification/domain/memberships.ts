import { isDay, type Day } from '../../../platform/calendar/day.ts';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import { coverage, placed, type Period } from '../../../platform/calendar/period.ts';
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

/**
 * The members of `organisation` on a day. A membership is possible on the days that its published dates
 * leave open, and an end that is published and has passed has ended it, verified or not. It is certain only
 * where verified dates put the day inside.
 */
export function membersOn(organisation: string, on: Day, memberships: readonly Membership[]): Members {
  const certain = new Set<PartnerCode>();
  const possible = new Set<PartnerCode>();
  for (const row of memberships) {
    if (row.organisation !== organisation || !mayHoldOn(row, on)) continue;
    possible.add(row.member);
    if (coverage(row.period, on) === 'IN' && row.verified) certain.add(row.member);
  }
  return { certain: [...certain].sort(), possible: [...possible].sort() };
}

/** Whether the published dates of a membership put the day inside it, or leave it open. */
export function mayHoldOn({ period }: Pick<Membership, 'period'>, on: Day): boolean {
  const at = placed(period, on);
  return at === 'IN' || at === 'UNCERTAIN';
}

/** The organisations that `member` may belong to on a day. */
export function organisationsOn(member: PartnerCode, on: Day, memberships: readonly Membership[]): string[] {
  const found = memberships.filter((row) => row.member === member && mayHoldOn(row, on));
  return [...new Set(found.map((row) => row.organisation))].sort();
}
