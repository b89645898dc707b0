import type { BudgetState } from './rate/budget.ts';
import type { Client } from './rate/client.ts';

/** What requests are refused for: their number, those at a time, what they cost, or what the gateway can do. */
export const COUNTED_LIMITS = [
  'requests-per-minute',
  'concurrency',
  'operation-cost',
  'cost-per-minute',
  'load',
] as const;
export type CountedLimit = (typeof COUNTED_LIMITS)[number];

/** Is told how the limits hold. */
export interface LimitObserver {
  /** A request was refused. */
  refused(limit: CountedLimit): void;
  /** An operation of a client with a budget cost so much, which leaves so much of its minute. */
  spent(client: Client, actual: number, left: BudgetState): void;
}

/** Tells nobody. */
export const UNOBSERVED: LimitObserver = { refused: () => undefined, spent: () => undefined };
