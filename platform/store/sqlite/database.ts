import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Transaction } from 'kysely';
import { storeReadOnly } from '../failures.ts';
import { LASTING_FACTS } from '../kept-facts.ts';
import { StoreDatabase } from '../store-database.ts';
import type { StrandQuery, StrandRow } from '../strands.ts';
import { dataVersionOf } from './data-version.ts';
import { sqliteDialect } from './dialect.ts';
import { firstOfStrands } from './strands.ts';
import type { OnStatement } from '../statements.ts';

export interface EmbeddedOptions {
  /** Path of the SQLite file, created with its folder when absent; `:memory:` for a store of one process. */
  readonly file: string;
  /** Called with the text of every statement that runs. */
  readonly onStatement?: OnStatement | undefined;
}

/** An embedded store: queries over one connection to a SQLite file. */
export class EmbeddedDatabase<Tables> extends StoreDatabase<Tables> {
  readonly #connection: DatabaseSync;
  override readonly dataVersion: () => string;
  /** They are seeded when the store opens, and stay. */
  override readonly facts = LASTING_FACTS;

  constructor(connection: DatabaseSync, onStatement: EmbeddedOptions['onStatement']) {
    super({
      dialect: sqliteDialect(connection),
      log: onStatement ? ({ query, queryDurationMillis }) => onStatement(query.sql, queryDurationMillis) : [],
    });
    this.#connection = connection;
    this.dataVersion = dataVersionOf(connection);
  }

  /** Lets nothing be written any more. */
  makeReadOnly(): void {
    this.#connection.exec('PRAGMA query_only = ON');
  }

  /** Over one connection, transactions follow each other in any case. */
  override async change<Result>(
    _key: string,
    work: (step: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.transaction().execute(work);
    } catch (error) {
      throw isUnwritable(error) ? storeReadOnly() : error;
    }
  }

  override firstOfStrands(query: StrandQuery): Promise<StrandRow[]> {
    return firstOfStrands(this, query);
  }

  override async isReady(): Promise<boolean> {
    try {
      return this.dataVersion() !== '';
    } catch {
      return false;
    }
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    // Kysely closes no connection over which it never ran a query.
    if (this.#connection.isOpen) this.#connection.close();
  }
}

/** What SQLite says where it cannot write: busy, locked, read-only, disk full. */
const UNWRITABLE: ReadonlySet<unknown> = new Set([5, 6, 8, 13]);

function isUnwritable(error: unknown): boolean {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' && UNWRITABLE.has(errcode & 0xff);
}

/** Opens (and creates, when absent) the embedded store. */
export function openEmbedded<Tables>({ file, onStatement }: EmbeddedOptions): EmbeddedDatabase<Tables> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new DatabaseSync(file);
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = NORMAL');
  connection.exec('PRAGMA foreign_keys = ON');
  connection.exec('PRAGMA busy_timeout = 5000');
  return new EmbeddedDatabase<Tables>(connection, onStatement);
}
