import type { Day } from './day.ts';
import { rangeOf, type DayRange, type PartialDate } from './partial-date.ts';

/**
 * A half-open interval of days: `from` is its first day, `until` the first day outside. `null` means no
 * bound on that side; a source that does not publish a bound is the reader's concern, not the period's.
 */
export interface Period {
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
  /** False where the source gives the bound but it was not verified. Absent means verified. */
  readonly fromVerified?: boolean;
  readonly untilVerified?: boolean;
}

/** Where a day lies relative to a period. `UNCERTAIN`: an imprecise or unverified bound decides it. */
export type Coverage = 'IN' | 'BEFORE' | 'AFTER' | 'UNCERTAIN';

/**
 * Where `day` lies relative to `period`, read conservatively. An unverified bound may be wrong either way,
 * so it never puts a day inside; only verified bounds put a day outside.
 */
export function coverage(period: Period, day: Day): Coverage {
  const verified = placed(
    {
      from: period.fromVerified === false ? null : period.from,
      until: period.untilVerified === false ? null : period.until,
    },
    day,
  );
  if (verified !== 'IN') return verified;
  const unverifiedBound =
    (period.from !== null && period.fromVerified === false) ||
    (period.until !== null && period.untilVerified === false);
  return unverifiedBound ? 'UNCERTAIN' : 'IN';
}

/**
 * Where `day` lies by the bounds as published, whether verified or not. A bound that is no date is
 * uncertain for every day, unless the other bound puts the day outside.
 */
export function placed(period: Period, day: Day): Coverage {
  const from = period.from === null ? 'NONE' : (rangeOf(period.from) ?? 'UNREADABLE');
  const until = period.until === null ? 'NONE' : (rangeOf(period.until) ?? 'UNREADABLE');
  if (typeof from === 'object' && day < from.earliest) return 'BEFORE';
  if (typeof until === 'object' && hasEnded(until, day)) return 'AFTER';
  if (from === 'UNREADABLE' || until === 'UNREADABLE') return 'UNCERTAIN';
  if (from !== 'NONE' && day < from.latest) return 'UNCERTAIN';
  if (until !== 'NONE' && day >= until.earliest) return 'UNCERTAIN';
  return 'IN';
}

/** An exact bound ends the period on its day; an imprecise one only after the last day it may mean. */
function hasEnded(until: DayRange, day: Day): boolean {
  return until.earliest === until.latest ? day >= until.latest : day > until.latest;
}
