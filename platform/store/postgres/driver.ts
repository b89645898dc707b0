import {
  PostgresAdapter,
  PostgresIntrospector,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { storeReadOnly } from '../failures.ts';
import { PortableQueryCompiler } from './compiler.ts';
import { execute } from './connections.ts';
import { isBroken, isLost, storeFailure } from './failures.ts';
import { beginWriting } from './reading.ts';
import type { RequestSession } from './request-session.ts';

export interface DriverOptions {
  readonly pool: pg.Pool;
  readonly readOnly: boolean;
  /** The session of the request that asks now; undefined outside requests. */
  readonly session: () => RequestSession | undefined;
  /** Called with what failed, before clients are told as much as they may know. */
  readonly onFailure: (error: unknown) => void;
}

/** Kysely's dialect of PostgreSQL, over connections that know for which request they work. */
export function sessionDialect(options: DriverOptions): Dialect {
  return {
    createAdapter: () => new UnlockedAdapter(),
    createDriver: () => new SessionDriver(options),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PortableQueryCompiler(),
  };
}

/** Migrations run behind a lock of ours, which holds whatever else is done with them. */
class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}

  override async releaseMigrationLock(): Promise<void> {}
}

class SessionDriver implements Driver {
  readonly #options: DriverOptions;

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new SessionConnection(this.#options);
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return (connection as SessionConnection).begin(settings);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SessionConnection).end('commit');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SessionConnection).end('rollback');
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as SessionConnection).release();
  }

  async destroy(): Promise<void> {
    await this.#options.pool.end();
  }
}

/**
 * What Kysely takes for a connection. What a request reads goes over the connection of its session; what is
 * written, and what is read outside requests, over one from the pool.
 */
class SessionConnection implements DatabaseConnection {
  readonly #options: DriverOptions;
  readonly #session: RequestSession | undefined;
  #client: pg.PoolClient | undefined;
  #isLost = false;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#session = options.session();
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.#watched(async () => {
      if (!this.#client && this.#session) return this.#session.read<Row>(query);
      this.#client ??= await this.#options.pool.connect();
      return execute<Row>(this.#client, query);
    });
  }

  /** In a transaction, which a cursor lives in; statements with parameters have none. */
  async *streamQuery<Row>(
    { sql, parameters }: CompiledQuery,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    const client = this.#client;
    if (!client || parameters.length > 0) throw new Error('Only whole tables are read in streams.');
    await client.query(`declare rows_to_read no scroll cursor for ${sql}`);
    for (;;) {
      const { rows } = await client.query(`fetch forward ${chunkSize} from rows_to_read`);
      if (rows.length === 0) break;
      yield { rows: rows as Row[] };
    }
    await client.query('close rows_to_read');
  }

  /** Over a connection that broke while it lay idle nothing began: another one is taken. */
  begin({ isolationLevel }: TransactionSettings): Promise<void> {
    if (this.#options.readOnly) throw storeReadOnly();
    return this.#watched(async () => {
      await this.#session?.pause();
      for (let attempt = 1; ; attempt += 1) {
        const client = (this.#client ??= await this.#options.pool.connect());
        try {
          await client.query(beginWriting(this.#session?.viewer, isolationLevel));
          return;
        } catch (error) {
          this.#client = undefined;
          client.release(true);
          if (attempt === 2 || !isBroken(error)) throw error;
        }
      }
    });
  }

  end(how: 'commit' | 'rollback'): Promise<void> {
    return this.#watched(async () => {
      await this.#client?.query(how);
    });
  }

  release(): void {
    this.#client?.release(this.#isLost);
    this.#client = undefined;
  }

  async #watched<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#isLost ||= isLost(error);
      this.#options.onFailure(error);
      throw storeFailure(error);
    }
  }
}
