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

/** The day after `day`. */
export function nextDay(day: Day): Day {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return dayOf(at);
}

/** How many days the month has; `month` is 1 to 12. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
