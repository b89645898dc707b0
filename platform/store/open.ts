import { join } from 'node:path';
import type { Migration } from 'kysely/migration';
import type { SubgraphEnvironment } from '../subgraph/define.ts';
import { migrate, openDatabase, type EmbeddedDatabase } from './database.ts';

/**
 * Opens the embedded database of a subgraph and brings its schema up to date; `prepare` seeds it and makes
 * the store over it. Where anything fails the database is closed again.
 * @param name of the subgraph: the file is called after it
 */
export async function openStore<Tables, Store>(
  { dataDirectory, onStatement }: Pick<SubgraphEnvironment, 'dataDirectory' | 'onStatement'>,
  name: string,
  migrations: Readonly<Record<string, Migration>>,
  prepare: (database: EmbeddedDatabase<Tables>) => Promise<Store>,
): Promise<Store> {
  const database = openDatabase<Tables>({
    file: dataDirectory === null ? ':memory:' : join(dataDirectory, `${name}.sqlite`),
    onStatement,
  });
  try {
    await migrate(database, migrations);
    return await prepare(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
