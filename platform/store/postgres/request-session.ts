import type { AsyncLocalStorage } from 'node:async_hooks';
import type { CompiledQuery, QueryResult } from 'kysely';
import type pg from 'pg';
import type { Viewer } from '../../identity/viewer.ts';
import type { StoreSession } from '../session.ts';
import { execute } from './connections.ts';
import { isAborted, isBroken, isLost } from './failures.ts';
import { beginReading, type DataHead } from './reading.ts';

/** A transaction that reads, on the connection that it holds. */
interface Reading {
  readonly client: pg.PoolClient;
  readonly head: DataHead;
}

export interface RequestSessionOptions {
  readonly pool: pg.Pool;
  readonly viewer: Viewer;
  /** Where the session of what runs is found. */
  readonly sessions: AsyncLocalStorage<RequestSession>;
  /** Called when a transaction has begun. */
  readonly onBegin: () => void;
}

/**
 * What one request reads: one state of the data, in a transaction that knows who asks. It begins with the
 * first question and is over when something is written, so that what is read afterwards shows it. At no time a
 * request holds more than one connection.
 */
export class RequestSession implements StoreSession {
  readonly viewer: Viewer;
  readonly #options: RequestSessionOptions;
  #reading: Promise<Reading> | undefined;
  #asked = 0;
  #isEnded = false;

  constructor(options: RequestSessionOptions) {
    this.#options = options;
    this.viewer = options.viewer;
  }

  run<Result>(work: () => Result): Result {
    return this.#options.sessions.run(this, work);
  }

  /** The head of what the request reads. */
  head(): Promise<DataHead> {
    return this.#ask(async ({ head }) => head);
  }

  read<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#ask(({ client }) => execute<Row>(client, query));
  }

  /** Ends the transaction; the next question begins another one. */
  async pause(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    const begun = await reading?.catch(() => undefined);
    if (begun) await letGo(begun.client, 'commit');
  }

  /** Fields that failed may leave others that still ask: the last of them lets go. */
  end(): void {
    this.#isEnded = true;
    if (this.#asked === 0) void this.pause();
  }

  /**
   * After a statement that failed, PostgreSQL refuses all others of its transaction: those are asked again in
   * another one, as is what a broken connection lost.
   */
  async #ask<Result>(question: (reading: Reading) => Promise<Result>): Promise<Result> {
    this.#asked += 1;
    try {
      for (let attempt = 1; ; attempt += 1) {
        const reading = (this.#reading ??= this.#begin());
        try {
          return await question(await reading);
        } catch (error) {
          this.#giveUp(reading, error);
          if (attempt === ATTEMPTS || !(isAborted(error) || isBroken(error))) throw error;
        }
      }
    } finally {
      this.#asked -= 1;
      if (this.#isEnded && this.#asked === 0) void this.pause();
    }
  }

  async #begin(): Promise<Reading> {
    const client = await this.#options.pool.connect();
    try {
      const answers = (await client.query(
        beginReading(this.viewer),
      )) as unknown as pg.QueryResult<DataHead>[];
      const head = answers.at(-1)?.rows[0];
      if (!head) throw new Error('The store has no data version: its schema is not complete.');
      this.#options.onBegin();
      return { client, head };
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  #giveUp(reading: Promise<Reading>, error: unknown): void {
    if (this.#reading !== reading) return;
    this.#reading = undefined;
    reading.then(
      ({ client }) => (isLost(error) ? client.release(true) : letGo(client, 'rollback')),
      () => undefined,
    );
  }
}

const ATTEMPTS = 2;

/** Ends the transaction of a connection and gives it back; one that does not answer is closed. */
async function letGo(client: pg.PoolClient, how: 'commit' | 'rollback'): Promise<void> {
  try {
    await client.query(how);
    client.release();
  } catch {
    client.release(true);
  }
}
