import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { ConfigError } from '../../config.ts';
import { allMigrations, migrate, seedOnce } from '../database.ts';
import type { AnyStoreDefinition } from '../definition.ts';
import { secondsSince, type Say, type StoreKeeper } from '../keeper.ts';
import { readBackup, writeBackup, type StoreContents } from '../transfer.ts';
import { openEmbedded, type EmbeddedDatabase } from './database.ts';

/** Looks after the embedded stores in a folder. They bring themselves up to date and seed at every start. */
export function embeddedKeeper(dataDirectory: string, say: Say): StoreKeeper {
  const fileOf = ({ name }: AnyStoreDefinition): string => join(dataDirectory, `${name}.sqlite`);

  async function over<Result>(
    definition: AnyStoreDefinition,
    work: (database: EmbeddedDatabase<unknown>) => Promise<Result>,
  ): Promise<Result> {
    const database = openEmbedded<unknown>({ file: fileOf(definition) });
    try {
      return await work(database);
    } finally {
      await database.destroy();
    }
  }

  return {
    migrate: (definition) =>
      over(definition, async (database) => {
        const ran = await migrate(database, definition.migrations);
        say(`${definition.name}: ${ran.length > 0 ? ran.join(', ') : 'up to date already'}`);
      }),
    seed: (definition, environment) =>
      over(definition, async (database) => {
        const began = performance.now();
        const facts = definition.facts(environment);
        await migrate(database, definition.migrations);
        const seeded = await seedOnce(database, facts.digest, (step) => facts.seed(step));
        const what = seeded ? `seeded (${secondsSince(began)})` : 'holds these facts already';
        say(`${definition.name}: ${what}`);
      }),
    async status(definition) {
      const isThere = existsSync(fileOf(definition));
      say(`${definition.name}: ${isThere ? fileOf(definition) : 'made and seeded at the first start'}`);
      return true;
    },
    async backup(definition, file) {
      if (!existsSync(fileOf(definition))) {
        throw new ConfigError(`DATA_DIR: expected the store ${fileOf(definition)}, but there is none.`);
      }
      await over(definition, async (database) => {
        const began = performance.now();
        const contents = await contentsOf(definition, database);
        const rows = await database.transaction().execute((step) => writeBackup(step, file, contents));
        say(`${definition.name}: ${rows} rows to ${file} (${secondsSince(began)})`);
      });
    },
    restore: (definition, file) =>
      over(definition, async (database) => {
        const began = performance.now();
        const rows = await readBackup(database, file, await contentsOf(definition, database));
        say(`${definition.name}: ${rows} rows from ${file} (${secondsSince(began)})`);
      }),
    alone: (work) => work(),
  };
}

async function contentsOf(
  { name, migrations }: AnyStoreDefinition,
  database: EmbeddedDatabase<unknown>,
): Promise<StoreContents> {
  await migrate(database, migrations);
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'kysely%' order by name`.execute(
    database,
  );
  const tables = rows.map((it) => it.name);
  return { subgraph: name, migrations: Object.keys(allMigrations(migrations)).sort(), tables };
}
