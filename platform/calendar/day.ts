/**
 * Calendar days as ISO 8601 text (`2026-11-23`). Text of this form sorts by time, so days compare with
 * `<`; no time zone can move a contract's last day.
 *
 * This folder is pure: it imports nothing, so the domain cores may read it (docs/adr).
 */
export type Day = string;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether `text` names a day that exists: `2024-02-29` does, `2023-02-29` does not. */
export function isDay(text: string): text is Day {
  const match = DAY.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** The day (UTC) on which the instant `at` falls. */
export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, 10);
}

/** The last day that this form of text can name; sources use it to say that there is no end. */
const LAST_DAY = '9999-12-31';

/** The day after `day`. The calendar stops at its last day, `9999-12-31`, which is its own next day. */
export function nextDay(day: Day): Day {
  if (day >= LAST_DAY) return LAST_DAY;
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return dayOf(at);
}

/** How many days the month has in the Gregorian calendar; `month` is 1 to 12. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
