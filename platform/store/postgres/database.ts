import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Viewer } from '../../identity/viewer.ts';
import { KeptFacts } from '../kept-facts.ts';
import type { StoreSession } from '../session.ts';
import { StoreDatabase } from '../store-database.ts';
import type { StrandQuery, StrandRow } from '../strands.ts';
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
  override readonly facts: KeptFacts;
  /** The digest of the facts that were last seen. */
  #seenFacts: string | null | undefined;
  #answeredAt = -Infinity;

  constructor({ settings, name, readOnly = false, log, onStatement }: PostgresOptions) {
    const config = connectionConfig(settings, name, readOnly);
    const sessions = new AsyncLocalStorage<RequestSession>();
    const pool = poolOf({ ...config, max: settings.connections, pipeline: true }, (error) =>
      log.debug({ err: error }, 'a connection broke'),
    );
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
    this.facts = new KeptFacts((work) => sessions.exit(work));
    this.#watch = new WriteWatch(config, name, log);
  }

  override async dataVersion(): Promise<string> {
    const session = this.#sessions.getStore();
    if (session) return session.version();
    const { rows } = await this.#pool.query<DataHead>(READ_HEAD);
    const [head] = rows as [DataHead];
    this.#look(head);
    return head.version;
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
    return new RequestSession({
      pool: this.#pool,
      viewer,
      sessions: this.#sessions,
      onHead: (head) => this.#look(head),
    });
  }

  override watch(changed: () => void): () => void {
    return this.#sessions.exit(() => this.#watch.watch(changed));
  }

  override async destroy(): Promise<void> {
    this.#watch.close();
    await super.destroy();
    if (!this.#pool.ending) await this.#pool.end();
  }

  /** What was kept of the facts goes as soon as others are seen, before anything is read of a later version. */
  #look({ facts }: DataHead): void {
    this.#answeredAt = performance.now();
    if (this.#seenFacts !== undefined && this.#seenFacts !== facts) this.facts.forget();
    this.#seenFacts = facts;
  }
}
