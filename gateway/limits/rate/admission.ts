import type { ServerResponse } from 'node:http';
import { PublicError } from '../../../platform/errors.ts';
import type { Allowance, Allowances } from '../limits.ts';
import { UNOBSERVED, type LimitObserver } from '../observer.ts';
import type { Client } from './client.ts';
import { NoTurn, Turns } from './turns.ts';
import type { UsageCounts } from './usage.ts';

/** Whom one may ask again, at the earliest, where nothing says when a place is free, in seconds. */
const SOON = 1;

/** Holds clients to how many requests they may send in a minute, and have worked on at a time. */
export class Admission {
  readonly #allowances: Allowances;
  readonly #counts: UsageCounts;
  readonly #observer: LimitObserver;
  readonly #turns = new Turns();

  constructor(allowances: Allowances, counts: UsageCounts, observer = UNOBSERVED) {
    this.#allowances = allowances;
    this.#counts = counts;
    this.#observer = observer;
  }

  /**
   * Lets a request in, when its turn has come; the turn ends with `response`.
   * @returns undefined where it may go on at once.
   * @throws PublicError (LIMIT_EXCEEDED, 429, with Retry-After) where it may not.
   */
  admit(client: Client, response: ServerResponse, signal: AbortSignal): Promise<void> | undefined {
    const allowance = client.isPartner ? this.#allowances.partner : this.#allowances.anonymous;
    const { requestsPerMinute } = allowance;
    if (Number.isFinite(requestsPerMinute)) return this.#counted(client, allowance, response, signal);
    return this.#turn(client, allowance, response, signal);
  }

  async #counted(
    client: Client,
    allowance: Allowance,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const { used, resetsIn } = await this.#counts.add('requests', client.key, 1);
    if (used > allowance.requestsPerMinute) {
      this.#observer.refused('requests-per-minute');
      throw tooMany({
        what: `${nameOf(client)} may send ${allowance.requestsPerMinute} requests in a minute, and has sent more`,
        limit: allowance.requestsPerMinute,
        seconds: Math.max(1, Math.ceil(resetsIn / 1000)),
      });
    }
    await this.#turn(client, allowance, response, signal);
  }

  #turn(
    client: Client,
    allowance: Allowance,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> | undefined {
    if (!Number.isFinite(allowance.concurrency)) return undefined;
    try {
      const turn = this.#turns.take(client.key, allowance, signal);
      if (!turn) return this.#endWith(response, client);
      return turn.then(
        () => this.#endWith(response, client),
        () => {
          throw this.#noTurn(client, allowance);
        },
      );
    } catch (error) {
      if (!(error instanceof NoTurn)) throw error;
      this.#observer.refused('concurrency');
      throw this.#noTurn(client, allowance);
    }
  }

  #endWith(response: ServerResponse, { key }: Client): undefined {
    if (response.closed) this.#turns.done(key);
    else response.once('close', () => this.#turns.done(key));
  }

  #noTurn(client: Client, { concurrency, queue }: Allowance): PublicError {
    return tooMany({
      what: `${nameOf(client)} may have ${concurrency} requests worked on at a time and ${queue} more waiting, and has them`,
      limit: concurrency,
      seconds: SOON,
    });
  }
}

/** What a client has sent too much of. */
export interface TooMany {
  /** As a sentence without its end. */
  readonly what: string;
  readonly limit: number;
  /** After how many seconds it may ask again. */
  readonly seconds: number;
}

/** Refuses a client for a while (LIMIT_EXCEEDED, 429). */
export function tooMany(
  { what, limit, seconds }: TooMany,
  details: Readonly<Record<string, unknown>> = {},
): PublicError {
  return new PublicError('LIMIT_EXCEEDED', `${what}. Ask again in ${seconds} s.`, {
    ...details,
    limit,
    retryAfterSeconds: seconds,
    http: { status: 429, headers: new Map([['retry-after', String(seconds)]]) },
  });
}

/** How a sentence names a client to itself. */
export function nameOf({ isPartner }: Client): string {
  return isPartner ? 'Your partner' : 'Your address, without a bearer token,';
}
