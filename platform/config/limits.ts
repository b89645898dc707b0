import { z } from 'zod';
import { numeric, variable, type Variable } from './variable.ts';

const MOST = 1_000_000_000;
const COUNT = `a whole number from 1 to ${MOST}`;
const COUNT_OR_NONE = `a whole number from 0 to ${MOST}`;
const PERCENT = 'a whole number from 1 to 100';

const count = (fallback: number, description: string): Variable<number> =>
  variable(description, COUNT, numeric(z.coerce.number().int().min(1).max(MOST)).default(fallback));

const countOrNone = (fallback: number, description: string): Variable<number> =>
  variable(description, COUNT_OR_NONE, numeric(z.coerce.number().int().min(0).max(MOST)).default(fallback));

/** Absent where it goes by NODE_ENV. */
const rate = (description: string): Variable<number | undefined> =>
  variable(
    description,
    COUNT_OR_NONE,
    numeric(z.coerce.number().int().min(0).max(MOST)).optional() as z.ZodType<
      number | undefined,
      string | undefined
    >,
  );

const percent = (fallback: number, description: string): Variable<number> =>
  variable(description, PERCENT, numeric(z.coerce.number().int().min(1).max(100)).default(fallback));

/** For whom something is there: everybody, nobody, whoever brings a token, or one with a scope. */
export type Audience = 'on' | 'off' | 'authenticated' | `scope:${string}`;

/** A scope is made of the characters that RFC 6749 allows in one. */
const audience = z.custom<Audience>(
  (it) => typeof it === 'string' && /^(on|off|authenticated|scope:[\x21\x23-\x5b\x5d-\x7e]+)$/.test(it),
);

/** How much clients may ask, at a time and over time. */
export const LIMIT_VARIABLES = {
  INTROSPECTION: variable(
    'Who may introspect the schema. To all others no error suggests a name either.',
    'on, off, authenticated or scope:NAME',
    audience.default('on') as z.ZodType<Audience, string | undefined>,
  ),
  LIMIT_TOKENS: count(10_000, 'How many tokens a document may have.'),
  LIMIT_NESTING: count(
    250,
    'How deep braces, brackets and parentheses of a document may nest: counted in its text, before it is parsed.',
  ),
  LIMIT_DEFINITIONS: count(100, 'How many operations and fragments a document may define.'),
  LIMIT_DEPTH: count(30, 'How deep the fields of an operation may nest, those of its fragments included.'),
  LIMIT_ROOT_FIELDS: count(50, 'How many fields an operation may ask of its root.'),
  LIMIT_SELECTIONS: count(
    5_000,
    'How many fields an operation may ask for in all, a fragment counted as often as it is spread.',
  ),
  LIMIT_ALIASES: count(200, 'How many of its fields an operation may give an alias.'),
  LIMIT_DIRECTIVES: count(200, 'How many directives an operation may use.'),
  LIMIT_VARIABLES: count(100, 'How many variables a request may bring.'),
  LIMIT_VARIABLES_DEPTH: count(20, 'How deep the values of variables may nest.'),
  LIMIT_VARIABLES_VALUES: count(100_000, 'How many values the variables may hold in all.'),
  LIMIT_VARIABLES_CHARACTERS: count(1_000_000, 'How many characters the texts in the variables may have.'),
  LIMIT_LIST: count(10_000, 'How long a list in the document or its variables may be.'),
  LIMIT_PAGE: count(100, 'How many rows a page may be asked to hold.'),
  LIMIT_ASSUMED_LIST: count(
    10,
    'How many rows a list is taken to have, for the estimate of costs, where the schema does not say it.',
  ),
  LIMIT_COST: count(100_000, 'How much an operation may cost by its estimate.'),
  LIMIT_COST_PER_MINUTE: rate(
    'How much the operations of one partner may cost in a minute; 0 for any. Default: in production 10000000, else any.',
  ),
  LIMIT_REQUESTS_PER_MINUTE: rate(
    'How many requests one partner may send in a minute; 0 for any number. Default: in production 12000, else any.',
  ),
  LIMIT_CONCURRENCY: countOrNone(
    100,
    'How many requests of one partner are worked on at a time; 0 for any number. Others wait.',
  ),
  LIMIT_QUEUE: countOrNone(400, 'How many requests of one partner may wait. More are answered 429.'),
  LIMIT_ANONYMOUS_PERCENT: percent(
    50,
    'How much of what a partner has (requests, cost, concurrency, queue) the clients of one address have who name none, in percent.',
  ),
  LIMIT_UNDER_WAY: count(2_000, 'How many requests may be under way in all. More are answered 503.'),
  LIMIT_DELAY_MILLISECONDS: count(
    500,
    'How late the event loop may be, for a second, before new requests are answered 503.',
  ),
  LIMIT_HEAP_PERCENT: percent(
    90,
    'How much of the heap may be in use before new requests are answered 503, in percent of what the process may have.',
  ),
  REDIS_URL: variable(
    'A Redis by which gateways share what partners have used of their minute and automatic persisted queries, and tell each other of revocations and of changes by mutations. Default: each gateway is for itself, as it is while Redis is away.',
    'a redis(s) address',
    z.url({ protocol: /^rediss?$/ }).optional(),
  ),
} as const;
