import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { migrate } from '../../../platform/store/database.ts';
import type { AnyStoreDefinition, StoreDefinition } from '../../../platform/store/definition.ts';
import { Administration } from '../../../platform/store/postgres/administration.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import { openEmbedded } from '../../../platform/store/sqlite/database.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import { ownedDatabase } from './owned.ts';
import { giveBack, seededDatabase } from './reused.ts';
import { seededFolder } from './seeded-files.ts';
import {
  createTestDatabase,
  MIGRATED,
  SEEDED,
  sharedPostgres,
  type TestDatabase,
} from './shared-postgres.ts';

/** The dialect that this run of the tests is over. */
export const dialect = (): 'sqlite' | 'postgres' => (sharedPostgres() ? 'postgres' : 'sqlite');

/** Where a store of a test is. */
export interface StorePlace {
  readonly environment: Pick<SubgraphEnvironment, 'dataDirectory' | 'database'>;
  /** Takes the store away, where nobody else needs it. */
  dispose(): Promise<void>;
}

/** What stands for the folders that tests name, where PostgreSQL holds the stores. */
const databases = new Map<string, TestDatabase>();

/** A place of its own for stores that are opened over the shipped facts, in files. */
export async function embeddedPlace(definitions: readonly AnyStoreDefinition[]): Promise<StorePlace> {
  const folder = await seededFolder(definitions);
  return {
    environment: { dataDirectory: folder },
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A place for a store of `definition` over the dialect of this run: in a file, or in PostgreSQL, migrated and
 * seeded as the command does it; in memory where it is to hold other facts. A folder stands for the same place
 * whenever it is named.
 */
export async function storePlace(
  definition: AnyStoreDefinition,
  {
    dataDirectory = null,
    factsDirectory,
    clock = () => new Date(),
    onStatement,
  }: Partial<Pick<SubgraphEnvironment, 'dataDirectory' | 'factsDirectory' | 'clock' | 'onStatement'>> = {},
): Promise<StorePlace> {
  const shared = sharedPostgres();
  const seeds = factsDirectory !== undefined;
  if (!shared) {
    if (dataDirectory === null && !seeds) return embeddedPlace([definition]);
    return { environment: { dataDirectory }, dispose: async () => undefined };
  }
  if (dataDirectory === null && !seeds) {
    const database = await seededDatabase(shared);
    const environment = { dataDirectory, database: servedBy(database) };
    return { environment, dispose: async () => giveBack(database) };
  }
  const known = dataDirectory === null ? undefined : databases.get(dataDirectory);
  const database = known ?? (await createTestDatabase(shared, seeds ? MIGRATED : SEEDED));
  if (dataDirectory !== null) databases.set(dataDirectory, database);
  const dispose = dataDirectory === null ? () => database.drop() : async () => undefined;
  if (known || seeds) {
    const address = { url: database.ownerUrl, connectMilliseconds: 5_000 };
    await Administration.over(
      address,
      () => undefined,
      (administration) => administration.seed(definition, { factsDirectory, clock }, onStatement),
    ).catch(async (error: unknown) => {
      await dispose();
      throw error;
    });
  }
  return { environment: { dataDirectory, database: servedBy(database) }, dispose };
}

/** How the stores of a database are served. */
export function servedBy({ servedUrl }: Pick<TestDatabase, 'servedUrl'>): PostgresSettings {
  return { url: servedUrl, connections: 4, statementMilliseconds: 5_000, connectMilliseconds: 5_000 };
}

/** The store in a folder as its owner writes to it, behind the back of whoever serves it. */
export function ownedStore<Tables>({ name }: StoreDefinition<Tables>, dataDirectory: string): Kysely<Tables> {
  if (!sharedPostgres()) return openEmbedded<Tables>({ file: join(dataDirectory, `${name}.sqlite`) });
  const database = databases.get(dataDirectory);
  if (!database) throw new Error(`No store was opened in ${dataDirectory}.`);
  return ownedDatabase<Tables>(database.ownerUrl, name);
}

/** A store with its tables and without any row, as its owner sees it. */
export async function emptyStore<Tables>(definition: StoreDefinition<Tables>): Promise<Kysely<Tables>> {
  const shared = sharedPostgres();
  if (!shared) {
    const embedded = openEmbedded<Tables>({ file: ':memory:' });
    await migrate(embedded, definition.migrations);
    return embedded;
  }
  const { ownerUrl } = await createTestDatabase(shared, MIGRATED);
  return ownedDatabase<Tables>(ownerUrl, definition.name);
}
