import type { JournalEntry } from './journal-entry.ts';
import { isQuantity } from './quantity.ts';

/** Why input cannot be taken: where it stands as the client wrote it, what was expected, what came. */
export interface InputFault {
  readonly argument: string;
  readonly expected: string;
  readonly came: unknown;
}

export const MAX_ENTRIES = 10_000;
const MAX_SEQUENCE = 2_147_483_647;
const MAX_PAYLOAD = 4_000;
const DIGEST = /^[0-9a-f]{64}$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;

/** The fault of a line of text, or null: 1 to `most` characters, not blank, none of them a control character. */
export function textFault(argument: string, text: string, most: number): InputFault | null {
  if (text.trim() !== '' && text.length <= most && !CONTROL.test(text)) return null;
  return { argument, expected: `1 to ${most} characters on one line`, came: text };
}

/** The fault of a measure to compare with, or null: a number from 0. */
export function measureFault(argument: string, measure: number | null | undefined): InputFault | null {
  if (measure === null || measure === undefined || (Number.isFinite(measure) && measure >= 0)) return null;
  return { argument, expected: 'a number from 0', came: measure };
}

/** The first fault of a batch of journal entries, or null. */
export function journalFault(argument: string, entries: readonly JournalEntry[]): InputFault | null {
  if (entries.length > MAX_ENTRIES) {
    const expected = `at most ${MAX_ENTRIES} entries in one call (send the rest in further calls)`;
    return { argument, expected, came: entries.length };
  }
  for (const [place, entry] of entries.entries()) {
    const fault = entryFault(`${argument}[${place}]`, entry);
    if (fault) return fault;
  }
  return null;
}

function entryFault(argument: string, entry: JournalEntry): InputFault | null {
  const { sequence, previousDigest, payload } = entry;
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > MAX_SEQUENCE) {
    return { argument: `${argument}.sequence`, expected: 'a whole number from 1', came: sequence };
  }
  if (previousDigest !== null && !DIGEST.test(previousDigest)) {
    const expected = 'a SHA-256 digest as 64 lower-case hexadecimal digits';
    return { argument: `${argument}.previousDigest`, expected, came: previousDigest };
  }
  if (payload !== null && payload.length > MAX_PAYLOAD) {
    const expected = `at most ${MAX_PAYLOAD} characters`;
    return { argument: `${argument}.payload`, expected, came: `${payload.length} characters` };
  }
  return entry.kind === 'USAGE' ? usageFault(argument, entry) : eventFault(argument, entry);
}

function usageFault(argument: string, { offering, quantity, unit }: JournalEntry): InputFault | null {
  if (offering === null) {
    return { argument: `${argument}.offering`, expected: 'the id of the offering used', came: null };
  }
  if (quantity === null || !isQuantity(quantity)) {
    const expected = 'a decimal number from 0, at most 18 digits before the point and 12 after';
    return { argument: `${argument}.quantity`, expected, came: quantity };
  }
  if (unit === null)
    return { argument: `${argument}.unit`, expected: 'the unit of the quantity', came: null };
  return textFault(`${argument}.offering`, offering, 200) ?? textFault(`${argument}.unit`, unit, 40);
}

function eventFault(argument: string, entry: JournalEntry): InputFault | null {
  for (const field of ['offering', 'quantity', 'unit'] as const) {
    if (entry[field] !== null) {
      return { argument: `${argument}.${field}`, expected: 'nothing in an EVENT', came: entry[field] };
    }
  }
  return entry.payload === null
    ? { argument: `${argument}.payload`, expected: 'what happened', came: null }
    : null;
}
