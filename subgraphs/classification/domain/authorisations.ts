import type { PartialDate } from '../../../platform/calendar/partial-date.ts';

/** Where an accreditation regime for cloud environments stands. */
export type AuthorisationStatus = 'IN_FORCE' | 'LEGACY' | 'ANNOUNCED' | 'DRAFT' | 'UNKNOWN';

/** A status as read, with the words it was read from and the dates that they state. */
export interface ReadAuthorisationStatus {
  readonly status: AuthorisationStatus;
  readonly words: string;
  /** Since when it is, or from when it will be, in force; null where the words do not say. */
  readonly from: PartialDate | null;
  /** When it was announced; null where the words do not say. */
  readonly announced: PartialDate | null;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const DATE_WORDS = `(?:(?:(\\d{1,2}) )?(${MONTHS.join('|')}) )?(\\d{4})`;
const STATUS_WORD = /^(IN_FORCE|LEGACY|ANNOUNCED|DRAFT|UNKNOWN)\b/;
const IN_FORCE_FROM = new RegExp(`\\b(?:since|full use from) ${DATE_WORDS}\\b`);
const ANNOUNCED_ON = new RegExp(`^ANNOUNCED ${DATE_WORDS}\\b`);

/**
 * Reads the status of an authorisation regime: its first word, and the dates that follow "since", "full
 * use from" and "ANNOUNCED". Null where the words start with no known status.
 */
export function readAuthorisationStatus(words: string): ReadAuthorisationStatus | null {
  const status = STATUS_WORD.exec(words)?.[1] as AuthorisationStatus | undefined;
  if (!status) return null;
  return { status, words, from: dateIn(IN_FORCE_FROM, words), announced: dateIn(ANNOUNCED_ON, words) };
}

function dateIn(pattern: RegExp, words: string): PartialDate | null {
  const match = pattern.exec(words);
  if (!match) return null;
  const [, day, month, year] = match;
  if (!month) return year as string;
  const yearMonth = `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}`;
  return day ? `${yearMonth}-${day.padStart(2, '0')}` : yearMonth;
}
