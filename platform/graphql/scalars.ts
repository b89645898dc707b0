import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLCountryCode, GraphQLDateTimeISO } from 'graphql-scalars';
import { isDay } from '../calendar/day.ts';
import { isPartialDate } from '../calendar/partial-date.ts';

/** A scalar of text that must match; the message says what was expected and what came. */
function textScalar(name: string, description: string, expected: string, matches: (text: string) => boolean) {
  const check = (value: unknown): string => {
    if (typeof value === 'string' && matches(value)) return value;
    throw new GraphQLError(`${name}: expected ${expected}, got ${shown(value)}.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: check,
    parseValue: check,
    parseLiteral: (node) => check(node.kind === Kind.STRING ? node.value : null),
  });
}

/** A value as a message may show it: of what may be large or deep, its kind. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(JSON.stringify(value)).slice(0, 80);
}

export const DateScalar = textScalar(
  'Date',
  'A calendar day in ISO 8601: `2026-11-23`.',
  'a calendar day such as "2026-11-23"',
  isDay,
);

export const PartialDateScalar = textScalar(
  'PartialDate',
  'A date of the precision its source gives: `2013`, `2022-12` or `2022-12-08`.',
  'a year, a month or a day such as "2013", "2022-12" or "2022-12-08"',
  isPartialDate,
);

export const DecimalScalar = textScalar(
  'Decimal',
  'An exact decimal number as text: `1250.50`.',
  'a decimal number as text, such as "1250.50"',
  (text) => /^-?\d{1,30}(\.\d{1,12})?$/.test(text),
);

export const CountryCodeScalar = GraphQLCountryCode;
export const DateTimeScalar = new GraphQLScalarType({
  ...GraphQLDateTimeISO.toConfig(),
  name: 'DateTime',
  description: 'An instant in ISO 8601, in UTC: `2026-11-23T12:00:00Z`.',
});
