import type { Day } from './day.ts';
import { rangeOf, type PartialDate } from './partial-date.ts';

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

/** Where `day` lies relative to `period`, read conservatively: never `IN` or out on an uncertain bound. */
export function coverage(period: Period, day: Day): Coverage {
  const published = placed(period, day);
  if (published === 'UNCERTAIN') return published;
  const withoutUnverified = placed(
    {
      from: period.fromVerified === false ? null : period.from,
      until: period.untilVerified === false ? null : period.until,
    },
    day,
  );
  // An unverified bound may be wrong either way: within the period it may have begun later or ended
  // earlier than published, outside it the other way round.
  if (published !== withoutUnverified) return 'UNCERTAIN';
  const unverifiedBound =
    (period.from !== null && period.fromVerified === false) ||
    (period.until !== null && period.untilVerified === false);
  return published === 'IN' && unverifiedBound ? 'UNCERTAIN' : published;
}

/** Where `day` lies by the bounds as published, whether verified or not. */
export function placed(period: Period, day: Day): Coverage {
  const from = period.from === null ? null : rangeOf(period.from);
  const until = period.until === null ? null : rangeOf(period.until);
  if ((period.from !== null && !from) || (period.until !== null && !until)) return 'UNCERTAIN';
  if (from && day < from.earliest) return 'BEFORE';
  if (until && day >= until.latest && isPast(until, day)) return 'AFTER';
  if (from && day < from.latest) return 'UNCERTAIN';
  if (until && day >= until.earliest) return 'UNCERTAIN';
  return 'IN';
}

/** An exact bound ends the period on its day; an imprecise one only after the last day it may mean. */
function isPast(until: { earliest: Day; latest: Day }, day: Day): boolean {
  return until.earliest === until.latest || day > until.latest;
}
