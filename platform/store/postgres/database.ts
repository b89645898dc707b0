import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import { ANONYMOUS, type Viewer } from '../../identity/viewer.ts';
import type { StoreSession } from '../session.ts';
import { StoreDatabase } from '../store-database.ts';
import type { StrandQuery, StrandRow } from '../strands.ts';
import { ChangingFacts, type ReadFacts } from './changing-facts.ts';
import { connectionConfig, poolOf } from './connections.ts';
import { sessionDialect } from './driver.ts';
import { READ_HEAD, type DataHead } from './reading.ts';
import { RequestSession } from './request-session.ts';
import type { PostgresSettings } from './settings.ts';
import { firstOfStrands } from './strands.ts';
import { WriteWatch } from './watch.ts';
import type { OnStatement } from '../statements.ts';

export interface PostgresOptions {
  readonly settings: PostgresSettings;
  /** Of the subgraph: its schema is called after it. */
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly log: Logger;
  /** Called with the text of every statement that runs. */
  readonly onStatement?: OnStatement | undefined;
}

/** How long an answer shows that the store can be read, in milliseconds. */
const FRESH_MILLISECONDS = 1_000;

/** A store in a schema of PostgreSQL, which other processes read and write too. */
export class PostgresDatabase<Tables> extends StoreDatabase<Tables> {
  readonly #name: string;
  readonly #pool: pg.Pool;
  /** The session of the request for which something runs. */
  readonly #sessions: AsyncLocalStorage<RequestSession>;
  readonly #watch: WriteWatch;
  override readonly facts = new ChangingFacts({
    digest: async () => (await this.#head()).facts,
    apart: (read) => this.#readApart(read),
  });
  /**
   * Where facts are read for all requests: on a connection of their own, so that requests which hold all others
   * can wait for them.
   */
  readonly #factsPool: pg.Pool;
  #factsSession: RequestSession | undefined;
  #factsReads = 0;
  #answeredAt = -Infinity;

  constructor({ settings, name, readOnly = false, log, onStatement }: PostgresOptions) {
    const config = connectionConfig(settings, name, readOnly);
    const sessions = new AsyncLocalStorage<RequestSession>();
    const poolFor = (connections: number): pg.Pool =>
      poolOf({ ...config, max: connections, pipeline: true }, (error) =>
        log.debug({ err: error }, 'a connection broke'),
      );
    const pool = poolFor(settings.connections);
    super({
      dialect: sessionDialect({
        pool,
        readOnly,
        session: () => sessions.getStore(),
        onFailure: (error) => log.warn({ err: error }, 'the store failed'),
      }),
      log: onStatement ? ({ query, queryDurationMillis }) => onStatement(query.sql, queryDurationMillis) : [],
    });
    this.#name = name;
    this.#pool = pool;
    this.#sessions = sessions;
    this.#factsPool = poolFor(1);
    this.#watch = new WriteWatch(config, name, log);
  }

  override async dataVersion(): Promise<string> {
    return (await this.#head()).version;
  }

  override change<Result>(
    key: string,
    work: (step: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result> {
    return this.transaction().execute(async (step) => {
      const name = `${this.#name} ${key}`;
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(step);
      return work(step);
    });
  }

  override firstOfStrands(query: StrandQuery): Promise<StrandRow[]> {
    return firstOfStrands(this, query);
  }

  /** Whoever just got an answer need not ask: where requests hold every connection, one more would wait. */
  override async isReady(): Promise<boolean> {
    if (performance.now() - this.#answeredAt < FRESH_MILLISECONDS) return true;
    return this.#pool.query('select 1').then(
      () => true,
      () => false,
    );
  }

  override session(viewer: Viewer): StoreSession {
    return this.#sessionOver(this.#pool, viewer);
  }

  override watch(changed: () => void): () => void {
    return this.#sessions.exit(() => this.#watch.watch(changed));
  }

  override async destroy(): Promise<void> {
    this.#watch.close();
    await super.destroy();
    await Promise.all([this.#pool, this.#factsPool].map((it) => (it.ending ? undefined : it.end())));
  }

  #sessionOver(pool: pg.Pool, viewer: Viewer): RequestSession {
    const onBegin = (): void => this.#noteAnswer();
    return new RequestSession({ pool, viewer, sessions: this.#sessions, onBegin });
  }

  /** The head of the data: for a request, of what it reads. */
  async #head(): Promise<DataHead> {
    const session = this.#sessions.getStore();
    if (session) return session.head();
    const { rows } = await this.#pool.query<DataHead>(READ_HEAD);
    this.#noteAnswer();
    return rows[0] as DataHead;
  }

  /**
   * Reads facts for all requests, for nobody in particular. What is read at a time is read in one state of the data,
   * over one connection: it may need something else that is being read.
   */
  async #readApart<Value>(read: () => Promise<Value>): Promise<ReadFacts<Value>> {
    const session = (this.#factsSession ??= this.#sessionOver(this.#factsPool, ANONYMOUS));
    this.#factsReads += 1;
    try {
      return await session.run(async () => {
        const { facts: digest } = await session.head();
        const value = await read();
        // Where the connection broke meanwhile the rest may be of other facts.
        const { facts: after } = await session.head();
        if (after !== digest) throw new Error('Other facts were seeded while some were read.');
        return { value, digest };
      });
    } finally {
      this.#factsReads -= 1;
      if (this.#factsReads === 0) {
        this.#factsSession = undefined;
        session.end();
      }
    }
  }

  #noteAnswer(): void {
    this.#answeredAt = performance.now();
  }
}
