import { sql, type Kysely, type Transaction } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

export type Migrations = Readonly<Record<string, Migration>>;

/** All migrations of a store: its own, after those that every store has. */
export function allMigrations(own: Migrations): Migrations {
  return { ...own, [SEED_MIGRATION]: seedTable };
}

/**
 * Brings the schema up to date. `migrations` run once each, in the order of their names. Gives the names of
 * those that ran now.
 * @param schema that remembers which ran, where a database has several.
 */
export async function migrate<Tables>(
  database: Kysely<Tables>,
  migrations: Migrations,
  schema?: string,
): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: database as Kysely<unknown>,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
    provider: { getMigrations: async () => allMigrations(migrations) },
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  return results.map((it) => it.migrationName);
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

/** The digest of the facts that a store was seeded from; null where it was not seeded. */
export async function seededFrom<Tables>(database: Kysely<Tables>): Promise<string | null> {
  const found = await sql<{ digest: string }>`select digest from seed where name = 'facts'`.execute(database);
  return found.rows[0]?.digest ?? null;
}

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
    if ((await seededFrom(transaction)) === digest) return false;
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
