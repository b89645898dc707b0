import { nextDay, type Day } from '../../../platform/calendar/day.ts';
import { rangeOf, type PartialDate } from '../../../platform/calendar/partial-date.ts';

/** The status of a contract on a day. */
export type ContractStatus = 'PLANNED' | 'ACTIVE' | 'ON_HOLD' | 'EXPIRED' | 'CANCELLED';

/** The dates of a contract as published, whether verified or not. */
export interface ContractDates {
  readonly awarded: PartialDate | null;
  readonly start: PartialDate | null;
  /** The last day of the term; it belongs to the term. */
  readonly end: PartialDate | null;
  /** The first day on which it is cancelled. */
  readonly cancelled: PartialDate | null;
}

/** From when until when a hold stops a contract; `until` is the first day on which it no longer does. */
export interface HoldDates {
  readonly from: PartialDate;
  readonly until: PartialDate | null;
}

/**
 * The days on which the status changes. Read from dates of whatever precision, conservatively: a contract
 * is called active only on days that certainly lie in its term.
 */
export interface TurningDays {
  /** First day on which it has certainly begun. Inside an imprecise start it is still planned. */
  readonly begins: Day | null;
  /** First day on which it may have ended. Inside an imprecise end it counts as expired. */
  readonly expires: Day | null;
  /** First day on which it may be cancelled. */
  readonly cancelled: Day | null;
}

/** Days on hold, half-open, as wide as imprecise dates allow. */
export interface HoldDays {
  readonly from: Day;
  readonly until: Day | null;
}

/** The start of the term: `startDate`, else `awardDate`. */
export function startOf({ start, awarded }: Pick<ContractDates, 'start' | 'awarded'>): PartialDate | null {
  return start ?? awarded;
}

export function turningDays(dates: ContractDates): TurningDays {
  const start = startOf(dates);
  const lastDay = dates.end === null ? null : rangeOf(dates.end);
  return {
    begins: start === null ? null : (rangeOf(start)?.latest ?? null),
    expires: lastDay === null ? null : nextDay(lastDay.earliest),
    cancelled: dates.cancelled === null ? null : (rangeOf(dates.cancelled)?.earliest ?? null),
  };
}

/** An imprecise beginning counts from its first day, an imprecise end only after its last. */
export function holdDays(hold: HoldDates): HoldDays | null {
  const from = rangeOf(hold.from);
  if (from === null) return null;
  const until = hold.until === null ? null : rangeOf(hold.until);
  if (until === null) return { from: from.earliest, until: null };
  const precise = until.earliest === until.latest;
  return { from: from.earliest, until: precise ? until.latest : nextDay(until.latest) };
}

/**
 * The status on `day`; null where no date says whether it has begun. Cancelled is final and comes before
 * all else; an end that has passed means expired whatever else is recorded; a hold stops a contract that
 * has not begun as well as one that has. Only a stay, an injunction or a stop-work order is a hold: a
 * protest alone is none and never reaches this function.
 */
export function statusOn(days: TurningDays, holds: readonly HoldDays[], day: Day): ContractStatus | null {
  if (days.cancelled !== null && day >= days.cancelled) return 'CANCELLED';
  if (days.expires !== null && day >= days.expires) return 'EXPIRED';
  if (holds.some((hold) => isHeld(hold, day))) return 'ON_HOLD';
  if (days.begins === null) return null;
  return day < days.begins ? 'PLANNED' : 'ACTIVE';
}

/** Whether the hold is in effect on `day`. */
export function isHeld(hold: HoldDays, day: Day): boolean {
  return day >= hold.from && (hold.until === null || day < hold.until);
}
