import { isDay } from '../../../platform/calendar/day.ts';
import { isCurrency, minorUnitPlaces } from './currency.ts';
import { decimal, isDecimal, isPositive } from './decimal.ts';

/** Why input cannot be taken: where it stands as the client wrote it, what was expected, what came. */
export interface InputFault {
  readonly argument: string;
  readonly expected: string;
  readonly came: unknown;
}

// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const LEVEL = /^[A-Z][A-Z0-9-]{0,19}:[A-Z0-9]{1,10}$/;
const TAG = /^[A-Z]{2,10}(-[A-Z]+)*$/;
const MAX_LISTED = 50;

/** The fault of a line of text, or null: 1 to `most` characters, not blank, none of them a control character. */
export function textFault(argument: string, text: string, most: number): InputFault | null {
  if (text.trim() !== '' && text.length <= most && !CONTROL.test(text)) return null;
  return { argument, expected: `1 to ${most} characters on one line`, came: text };
}

/** As {@link textFault}, for text that may be absent. */
export function optionalTextFault(
  argument: string,
  text: string | null | undefined,
  most: number,
): InputFault | null {
  return text === null || text === undefined ? null : textFault(argument, text, most);
}

/** The fault of an amount of money, or null: above zero, in a currency in use, no finer than its minor unit. */
export function amountFault(argument: string, amount: string, currency: string): InputFault | null {
  if (!isCurrency(currency)) {
    const expected = 'the ISO 4217 code of a currency in use, such as "GBP"';
    return { argument: `${argument}currency`, expected, came: currency };
  }
  const places = minorUnitPlaces(currency);
  const expected = `a decimal number above zero, at most 18 digits before the point and ${places} after`;
  const fault = { argument: `${argument}amount`, expected, came: amount };
  if (!isDecimal(amount)) return fault;
  const [whole = '', fraction = ''] = amount.replace('-', '').split('.');
  const taken = isPositive(decimal(amount)) && whole.length <= 18 && fraction.length <= places;
  return taken ? null : fault;
}

/** The fault of a half-open interval, or null: days that exist, the first before the end. */
export function intervalFault(
  argument: string,
  from: string,
  until: string | null | undefined,
): InputFault | null {
  if (!isDay(from)) return { argument: `${argument}from`, expected: 'a calendar day', came: from };
  if (until === null || until === undefined) return null;
  if (isDay(until) && until > from) return null;
  return {
    argument: `${argument}until`,
    expected: `a day after ${from} (the first day outside)`,
    came: until,
  };
}

/** The fault of a term, or null: the last day is not before the first. */
export function termFault(
  argument: string,
  start: string | null | undefined,
  end: string | null | undefined,
): InputFault | null {
  if (!start || !end || end >= start) return null;
  return {
    argument: `${argument}end`,
    expected: `a day from ${start} on (the last day of the term)`,
    came: end,
  };
}

/** The fault of a list of level ids, or null. */
export function levelsFault(argument: string, levels: readonly string[]): InputFault | null {
  return listFault(argument, levels, 'the id of a level: scheme and key, such as "GB:S"', (it) =>
    LEVEL.test(it),
  );
}

/** The fault of a list of customer tags, or null. */
export function tagsFault(argument: string, tags: readonly string[]): InputFault | null {
  return listFault(argument, tags, 'a customer tag, such as "US-DOD"', (it) => TAG.test(it));
}

/** The fault of a list of ids of suppliers, or null; it names those that are known. */
export function suppliersFault(
  argument: string,
  suppliers: readonly string[],
  known: readonly string[],
): InputFault | null {
  if (suppliers.length === 0) return { argument, expected: 'at least one supplier', came: 'none' };
  return listFault(argument, suppliers, `one of ${known.join(', ')}`, (it) => known.includes(it));
}

/** The fault of the version that a change expects, or null. */
export function versionFault(argument: string, version: number): InputFault | null {
  if (Number.isInteger(version) && version >= 1) return null;
  return { argument, expected: 'a whole number from 1', came: version };
}

function listFault(
  argument: string,
  values: readonly string[],
  expected: string,
  takes: (value: string) => boolean,
): InputFault | null {
  if (values.length > MAX_LISTED) {
    return { argument, expected: `at most ${MAX_LISTED} values`, came: `${values.length} values` };
  }
  for (const [place, value] of values.entries()) {
    if (!takes(value)) return { argument: `${argument}[${place}]`, expected, came: value };
    if (values.indexOf(value) !== place) {
      return { argument: `${argument}[${place}]`, expected: 'every value once', came: value };
    }
  }
  return null;
}

/** The fault of a quantity to quote, or null. */
export function quantityFault(argument: string, quantity: number): InputFault | null {
  if (Number.isInteger(quantity) && quantity >= 1) return null;
  return { argument, expected: 'a whole number from 1', came: quantity };
}

/** The fault of a number of months to quote, or null: 1 to 120, for what is priced by the month. */
export function monthsFault(
  argument: string,
  months: number | null | undefined,
  { unit, monthly }: { readonly unit: string; readonly monthly: boolean },
): InputFault | null {
  if (months === null || months === undefined) return null;
  if (!monthly) {
    return { argument, expected: `nothing, for this offering is priced by ${unit}`, came: months };
  }
  if (Number.isInteger(months) && months >= 1 && months <= 120) return null;
  return { argument, expected: 'a whole number from 1 to 120', came: months };
}
