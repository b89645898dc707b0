import { join } from 'node:path';
import type { SubgraphEnvironment } from '../subgraph/define.ts';
import { migrate, seedOnce } from './database.ts';
import type { StoreDefinition, StoreFacts } from './definition.ts';
import { openEmbedded } from './sqlite/database.ts';
import type { StoreDatabase } from './store-database.ts';

type StoreEnvironment = Pick<
  SubgraphEnvironment,
  'dataDirectory' | 'factsDirectory' | 'database' | 'readOnly' | 'onStatement' | 'clock' | 'log'
>;

/**
 * Opens the database of a subgraph; `prepare` makes the store over it. An embedded one is brought up to date
 * and seeded here. One in PostgreSQL has to be so already: a subgraph may do nothing of the kind there. Where
 * anything fails the database is closed again.
 * @throws ImportRejected where a file or a record of the facts cannot be taken, and ConfigError where
 * PostgreSQL is not ready for this subgraph, which says what to do.
 */
export async function openStore<Tables, Store>(
  environment: StoreEnvironment,
  definition: StoreDefinition<Tables>,
  prepare: (database: StoreDatabase<Tables>) => Promise<Store>,
): Promise<Store> {
  const facts = definition.facts(environment);
  const database = await opened(environment, definition, facts);
  try {
    return await prepare(database);
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function opened<Tables>(
  { database, dataDirectory, readOnly, onStatement, log }: StoreEnvironment,
  definition: StoreDefinition<Tables>,
  facts: StoreFacts<Tables>,
): Promise<StoreDatabase<Tables>> {
  const { name, migrations } = definition;
  if (database) {
    // Only this way loads the driver of PostgreSQL.
    const { openServed } = await import('./postgres/open.ts');
    return openServed({ settings: database, definition, digest: facts.digest, readOnly, log, onStatement });
  }
  const file = dataDirectory === null ? ':memory:' : join(dataDirectory, `${name}.sqlite`);
  const embedded = openEmbedded<Tables>({ file, onStatement });
  try {
    await migrate(embedded, migrations);
    await seedOnce(embedded, facts.digest, (step) => facts.seed(step));
    if (readOnly) embedded.makeReadOnly();
    return embedded;
  } catch (error) {
    await embedded.destroy();
    throw error;
  }
}
