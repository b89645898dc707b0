import type { Config } from '../../platform/config.ts';

/** Bounds on a document, counted as its text is read and as its tree is walked. */
export interface DocumentLimits {
  readonly tokens: number;
  /** Of braces, brackets and parentheses. */
  readonly nesting: number;
  /** Operations and fragments. */
  readonly definitions: number;
  /** Of fields below fields. */
  readonly depth: number;
  readonly rootFields: number;
  /** Fields of an operation, fragments counted as often as they are spread. */
  readonly selections: number;
  readonly aliases: number;
  readonly directives: number;
  /** Of a list that is written in the document. */
  readonly list: number;
}

/** Bounds on the values of variables. */
export interface VariableLimits {
  readonly variables: number;
  readonly depth: number;
  readonly values: number;
  /** Of all texts together. */
  readonly characters: number;
  readonly list: number;
}

/** What estimating costs goes by. */
export interface CostLimits {
  /** The most that an operation may cost. */
  readonly cost: number;
  /** How long a list is where the schema does not say it. */
  readonly assumedList: number;
  /** How many rows a page may be asked to hold. */
  readonly page: number;
}

/** What one partner, or the clients of one address who name none, may have. Infinite where there is no bound. */
export interface Allowance {
  readonly requestsPerMinute: number;
  readonly costPerMinute: number;
  /** Requests that are worked on at a time, and that wait. */
  readonly concurrency: number;
  readonly queue: number;
}

export interface Allowances {
  readonly partner: Allowance;
  readonly anonymous: Allowance;
}

/** How much the process takes before it refuses. */
export interface LoadLimits {
  readonly underWay: number;
  readonly delayMilliseconds: number;
  /** Of the heap that the process may have, in percent. */
  readonly heapPercent: number;
}

/** All of them. */
export interface Limits {
  readonly document: DocumentLimits;
  readonly variables: VariableLimits;
  readonly cost: CostLimits;
  readonly allowances: Allowances;
  readonly load: LoadLimits;
}

/** In production, where the configuration says nothing. */
const PER_MINUTE = { requests: 12_000, cost: 10_000_000 } as const;

/** The limits that the configuration says. */
export function configuredLimits(config: Config): Limits {
  const partner = allowanceOf(config);
  return {
    document: {
      tokens: config.LIMIT_TOKENS,
      nesting: config.LIMIT_NESTING,
      definitions: config.LIMIT_DEFINITIONS,
      depth: config.LIMIT_DEPTH,
      rootFields: config.LIMIT_ROOT_FIELDS,
      selections: config.LIMIT_SELECTIONS,
      aliases: config.LIMIT_ALIASES,
      directives: config.LIMIT_DIRECTIVES,
      list: config.LIMIT_LIST,
    },
    variables: {
      variables: config.LIMIT_VARIABLES,
      depth: config.LIMIT_VARIABLES_DEPTH,
      values: config.LIMIT_VARIABLES_VALUES,
      characters: config.LIMIT_VARIABLES_CHARACTERS,
      list: config.LIMIT_LIST,
    },
    cost: { cost: config.LIMIT_COST, assumedList: config.LIMIT_ASSUMED_LIST, page: config.LIMIT_PAGE },
    allowances: { partner, anonymous: shareOf(partner, config.LIMIT_ANONYMOUS_PERCENT) },
    load: {
      underWay: config.LIMIT_UNDER_WAY,
      delayMilliseconds: config.LIMIT_DELAY_MILLISECONDS,
      heapPercent: config.LIMIT_HEAP_PERCENT,
    },
  };
}

function allowanceOf(config: Config): Allowance {
  const isProduction = config.NODE_ENV === 'production';
  const perMinute = (configured: number | undefined, inProduction: number): number =>
    bound(configured ?? (isProduction ? inProduction : 0));
  return {
    requestsPerMinute: perMinute(config.LIMIT_REQUESTS_PER_MINUTE, PER_MINUTE.requests),
    costPerMinute: perMinute(config.LIMIT_COST_PER_MINUTE, PER_MINUTE.cost),
    concurrency: bound(config.LIMIT_CONCURRENCY),
    queue: config.LIMIT_QUEUE,
  };
}

/** 0 stands for no bound. */
function bound(configured: number): number {
  return configured === 0 ? Number.POSITIVE_INFINITY : configured;
}

function shareOf(allowance: Allowance, percent: number): Allowance {
  const share = (it: number): number => Math.max(1, Math.floor((it * percent) / 100));
  return {
    requestsPerMinute: share(allowance.requestsPerMinute),
    costPerMinute: share(allowance.costPerMinute),
    concurrency: share(allowance.concurrency),
    queue: Math.floor((allowance.queue * percent) / 100),
  };
}
