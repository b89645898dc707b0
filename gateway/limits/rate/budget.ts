import type { Allowances } from '../limits.ts';
import type { LimitObserver } from '../observer.ts';
import { nameOf, tooMany } from './admission.ts';
import type { Client } from './client.ts';
import type { Usage, UsageCounts } from './usage.ts';

/** What a client has left of what its operations may cost in this minute. */
export interface BudgetState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsInSeconds: number;
}

/** Holds clients to what their operations may cost in a minute. */
export class Budget {
  readonly #allowances: Allowances;
  readonly #counts: UsageCounts;
  readonly #observer: LimitObserver;

  constructor(allowances: Allowances, counts: UsageCounts, observer: LimitObserver) {
    this.#allowances = allowances;
    this.#counts = counts;
    this.#observer = observer;
  }

  /** What the operations of a client may cost in a minute; undefined where there is no bound. */
  limitOf({ isPartner }: Client): number | undefined {
    const { costPerMinute } = isPartner ? this.#allowances.partner : this.#allowances.anonymous;
    return Number.isFinite(costPerMinute) ? costPerMinute : undefined;
  }

  /**
   * Sets aside what an operation may cost. What is refused costs nothing.
   * @throws PublicError (LIMIT_EXCEEDED, 429, with Retry-After) where less is left.
   */
  async setAside(client: Client, limit: number, estimated: number): Promise<void> {
    const usage = await this.#counts.add('cost', client.key, estimated);
    if (usage.used <= limit) return;
    this.#observer.refused('cost-per-minute');
    const before = await this.#counts.add('cost', client.key, -estimated);
    const { remaining, resetsInSeconds } = stateOf(limit, before);
    throw tooMany(
      {
        what: `What ${nameOf(client).toLowerCase()} asks may cost ${limit} in a minute, of which ${remaining} is left; this operation may cost ${estimated}`,
        limit,
        seconds: Math.max(1, resetsInSeconds),
      },
      { estimated, remaining },
    );
  }

  /** Puts what an operation cost in the place of what was set aside. @returns what is left then. */
  async settle(client: Client, limit: number, estimated: number, actual: number): Promise<BudgetState> {
    const left = stateOf(limit, await this.#counts.add('cost', client.key, actual - estimated));
    this.#observer.spent(client, actual, left);
    return left;
  }
}

function stateOf(limit: number, { used, resetsIn }: Usage): BudgetState {
  return { limit, remaining: Math.max(0, limit - used), resetsInSeconds: Math.ceil(resetsIn / 1000) };
}
