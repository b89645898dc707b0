import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql, type Transaction } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { dataVersionOf } from './data-version.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { OnStatement } from './statements.ts';

export interface DatabaseOptions {
  /** Path of the SQLite file, created with its folder when absent; `:memory:` for a store of one process. */
  readonly file: string;
  readonly onStatement?: OnStatement | undefined;
}

/** An embedded store: queries over one connection to a SQLite file. */
export class EmbeddedDatabase<Tables> extends Kysely<Tables> {
  readonly #connection: DatabaseSync;
  /** The version of what the file holds now; another one after each write, whoever wrote. */
  readonly dataVersion: () => string;

  constructor(connection: DatabaseSync, onStatement: DatabaseOptions['onStatement']) {
    super({
      dialect: sqliteDialect(connection),
      log: onStatement ? ({ query, queryDurationMillis }) => onStatement(query.sql, queryDurationMillis) : [],
    });
    this.#connection = connection;
    this.dataVersion = dataVersionOf(connection);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    // Kysely closes no connection over which it never ran a query.
    if (this.#connection.isOpen) this.#connection.close();
  }
}

/** Opens (and creates, when absent) the embedded store. */
export function openDatabase<Tables>({ file, onStatement }: DatabaseOptions): EmbeddedDatabase<Tables> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const connection = new DatabaseSync(file);
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = NORMAL');
  connection.exec('PRAGMA foreign_keys = ON');
  connection.exec('PRAGMA busy_timeout = 5000');
  return new EmbeddedDatabase<Tables>(connection, onStatement);
}

/** Brings the schema up to date. `migrations` run once each, in the order of their names. */
export async function migrate<Tables>(
  database: Kysely<Tables>,
  migrations: Readonly<Record<string, Migration>>,
): Promise<void> {
  const migrator = new Migrator({
    db: database as Kysely<unknown>,
    provider: { getMigrations: async () => ({ ...migrations, [SEED_MIGRATION]: seedTable }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

const SEED_MIGRATION = '0000-seed';

/** Remembers which facts a store was seeded from. */
const seedTable: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('seed')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('digest', 'text', (column) => column.notNull())
      .execute();
  },
};

/**
 * Seeds the store from the shipped facts when it has not been seeded from exactly these: `digest` is that
 * of the facts. All in one transaction: an import that fails changes nothing. Gives whether it seeded.
 */
export async function seedOnce<Tables>(
  database: Kysely<Tables>,
  digest: string,
  seed: (transaction: Transaction<Tables>) => Promise<void>,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const found = await sql<{ digest: string }>`select digest from seed where name = 'facts'`.execute(
      transaction,
    );
    if (found.rows[0]?.digest === digest) return false;
    await seed(transaction);
    await sql`delete from seed where name = 'facts'`.execute(transaction);
    await sql`insert into seed (name, digest) values ('facts', ${digest})`.execute(transaction);
    return true;
  });
}

/** SQLite takes at most 32,766 parameters a statement; larger inserts and lists go in pieces. */
export function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
