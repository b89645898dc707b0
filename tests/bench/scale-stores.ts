import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { Administration } from '../../platform/store/postgres/administration.ts';
import { makeRoles } from '../../platform/store/postgres/roles.ts';
import { embeddedKeeper } from '../../platform/store/sqlite/keeper.ts';
import { openEmbedded } from '../../platform/store/sqlite/database.ts';
import type { Tables } from '../../subgraphs/catalogue/store/tables.ts';
import { ALL_DATABASES } from '../../subgraphs/databases.ts';
import { ownedDatabase } from '../support/stores/owned.ts';
import { PASSWORD, startPostgres } from '../support/stores/postgres-server.ts';

/** Where the catalogues that are compared are. */
export interface ScaleStores {
  /** Stores of their own, seeded, with the catalogue to write to. */
  seeded(
    folder: string,
  ): Promise<{ readonly environment: Record<string, string>; readonly catalogue: Kysely<Tables> }>;
  close(): Promise<void>;
}

const clock = () => new Date();
const quiet = () => undefined;

/** SQLite files in each folder. */
export function embeddedStores(): ScaleStores {
  return {
    async seeded(folder) {
      const keeper = embeddedKeeper(folder, quiet);
      for (const it of ALL_DATABASES) await keeper.seed(it, { clock });
      return { environment: {}, catalogue: openEmbedded<Tables>({ file: join(folder, 'catalogue.sqlite') }) };
    },
    close: async () => undefined,
  };
}

/** Databases of a PostgreSQL that is started for it, with the durability of its defaults. */
export async function postgresStores(): Promise<ScaleStores> {
  const server = await startPostgres({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  let made = 0;
  return {
    async seeded() {
      const name = `scale_${(made += 1)}`;
      const owner = new pg.Client(server.ownerUrl('postgres'));
      await owner.connect();
      await owner.query(`create database ${name}`);
      await owner.end();
      const url = `postgresql://pcc_{subgraph}:${PASSWORD}@127.0.0.1:${server.port}/${name}`;
      const address = { url: server.ownerUrl(name), connectMilliseconds: 5_000 };
      await Administration.over(address, quiet, async (administration) => {
        await makeRoles(administration, ALL_DATABASES, { url }, quiet);
        for (const it of ALL_DATABASES) {
          await administration.migrate(it);
          await administration.seed(it, { clock });
        }
      });
      return {
        environment: { DATABASE_URL: url },
        catalogue: ownedDatabase<Tables>(server.ownerUrl(name), 'catalogue'),
      };
    },
    close: () => server.stop(),
  };
}
