import { daysIn, isDay, nextDay, type Day } from './day.ts';

/**
 * A date of the precision its source gives: `2013`, `2022-12` or `2022-12-08`. It is kept as published
 * and read as the range of days it may mean.
 */
export type PartialDate = string;

/** The first and the last day that a partial date may mean. */
export interface DayRange {
  readonly earliest: Day;
  readonly latest: Day;
}

/** Whether `text` is a year, a month or a day that exists. */
export function isPartialDate(text: string): text is PartialDate {
  return rangeOf(text) !== null;
}

/** The days that `date` may mean; null where it is no partial date. */
export function rangeOf(date: PartialDate): DayRange | null {
  if (isDay(date)) return { earliest: date, latest: date };
  const match = /^(\d{4})(?:-(\d{2}))?$/.exec(date);
  if (!match) return null;
  const year = match[1] as string;
  if (!match[2]) return { earliest: `${year}-01-01`, latest: `${year}-12-31` };
  const month = Number(match[2]);
  if (month < 1 || month > 12) return null;
  return { earliest: `${date}-01`, latest: `${date}-${daysIn(Number(year), month)}` };
}

/**
 * The exclusive end for a last day that belongs to the period ("ends on"): `2028-06-08` becomes
 * `2028-06-09`. A month or year stays as published: the period then ends on some day inside it, and the
 * days inside it stay uncertain. Text that is no date is returned as it is.
 */
export function exclusiveEnd(lastDay: PartialDate): PartialDate {
  return isDay(lastDay) ? nextDay(lastDay) : lastDay;
}
