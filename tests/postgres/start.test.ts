import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { openServed } from '../../platform/store/postgres/open.ts';
import { classificationDatabase } from '../../subgraphs/classification/store/definition.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { devicesDatabase } from '../../subgraphs/devices/store/definition.ts';
import { register, syncing } from '../devices/support.ts';
import { ownedDatabase } from '../support/stores/owned.ts';
import { servedBy } from '../support/stores/place.ts';
import { MIGRATED, type TestDatabase } from '../support/stores/shared-postgres.ts';
import { LogProbe } from '../support/log-probe.ts';
import { hostInMemory } from '../support/subgraph.ts';
import { connected, owning, testDatabase, urlOf } from './support.ts';

const clock = () => new Date();
const { digest } = classificationDatabase.facts({ clock });
const open = (database: TestDatabase, log = createLog('silent'), facts = digest) =>
  openServed({ settings: servedBy(database), definition: classificationDatabase, digest: facts, log });

it('a subgraph starts over a schema that is up to date and seeded, and says what to do where it is not', async () => {
  await using empty = await testDatabase('template0');
  await expect(open(empty)).rejects.toThrow(
    'DATABASE_URL: expected a schema that is up to date and seeded, but the schema classification is not there, ' +
      'or its role may not use it. Run: npm run db -- migrate',
  );
  await using database = await testDatabase(MIGRATED);
  await expect(open(database)).rejects.toThrow(
    /the schema classification holds no facts\. Run: npm run db -- seed$/,
  );
  await owning(database, (administration) => administration.seed(classificationDatabase, { clock }));
  await (await open(database)).destroy();

  // What the next version of the code brings.
  const next = { ...classificationDatabase, migrations: { ...classificationDatabase.migrations, ...NEXT } };
  const later = () =>
    openServed({ settings: servedBy(database), definition: next, digest, log: createLog('silent') });
  await expect(later()).rejects.toThrow(
    /the schema classification lacks 9999-next\. Run: npm run db -- migrate$/,
  );
  await owning(database, (administration) => administration.migrate(next));
  await (await later()).destroy();
  // The code of before still runs while the new one is brought in, and does not bring it back.
  await (await open(database)).destroy();
  await owning(database, (administration) =>
    expect(administration.migrate(classificationDatabase)).rejects.toThrow(
      /expected a schema classification of this release or before, but it is at 9999-next\./,
    ),
  );
});

const NEXT = { '9999-next': { up: async () => undefined } };

it('a subgraph waits while somebody brings its schema up to date', async () => {
  await using database = await testDatabase(MIGRATED);
  const opened = await owning(database, (administration) =>
    administration.alone(async () => {
      const opening = open(database);
      const early = await Promise.race([
        opening.then(() => 'early'),
        new Promise((resolve) => setTimeout(resolve, 600)),
      ]);
      expect(early).toBeUndefined();
      await administration.seed(classificationDatabase, { clock });
      return opening;
    }),
  );
  await opened.destroy();
});

it('a subgraph that ships other facts than the store holds says so, and answers from the store', async () => {
  await using database = await testDatabase();
  const probe = new LogProbe('warn');
  await (await open(database, probe.logger, 'others')).destroy();
  expect(probe.lines()).toContain('the store holds other facts than those that ship with this process');
});

it('a migration that fails leaves the schema as it was', async () => {
  await using database = await testDatabase();
  const owned = ownedDatabase(database.ownerUrl, 'classification');
  const broken = {
    '9998-first': {
      up: async (it: typeof owned) => it.schema.createTable('first').addColumn('id', 'text').execute(),
    },
    '9999-broken': {
      async up() {
        throw new Error('stopped by the test');
      },
    },
  };
  const migrations = { ...classificationDatabase.migrations, ...broken };
  await owned.destroy();
  await owning(database, async (administration) => {
    const next = { ...classificationDatabase, migrations: migrations as never };
    await expect(administration.migrate(next)).rejects.toThrow('stopped by the test');
    const { ran } = await administration.state(classificationDatabase);
    expect(ran).not.toContain('9998-first');
    const { rows } = await administration.client.query(`select to_regclass('classification.first') as there`);
    expect(rows).toEqual([{ there: null }]);
  });
});

it('a migration may make tables anew that rules on rows hang on, with rows in them', async () => {
  await using database = await testDatabase();
  const viewer = syncing('GB');
  const count = async () => {
    await using subgraph = await hostInMemory(devicesSubgraph, { database: servedBy(database) });
    const query =
      'query ($me: [_Any!]!) { _entities(representations: $me) { ... on Viewer { devices { totalCount } } } }';
    const me = [{ __typename: 'Viewer', id: viewer.id }];
    return (await subgraph.data(viewer, query, { me }))['_entities'][0].devices.totalCount as number;
  };
  await using subgraph = await hostInMemory(devicesSubgraph, { database: servedBy(database) });
  await register(subgraph, viewer);
  const made: Migration = {
    async up(step: Kysely<unknown>) {
      await sql`update device set name = name`.execute(step);
      await step.schema.alterTable('device').renameTo('device_of_before').execute();
      await sql`create table device (like device_of_before including all)`.execute(step);
      await sql`insert into device select * from device_of_before`.execute(step);
      await step.schema.dropTable('device_of_before').execute();
    },
  };
  const next = { ...devicesDatabase, migrations: { ...devicesDatabase.migrations, '9999-made-anew': made } };
  await owning(database, (administration) => administration.migrate(next));
  expect(await count()).toBe(1);
  const before = await subgraph.hosted.dataVersion();
  await register(subgraph, viewer);
  expect(await subgraph.hosted.dataVersion()).not.toBe(before);
  expect(await count()).toBe(2);
  await connected(urlOf(database, 'devices'), async (client) => {
    expect((await client.query('select * from devices.device')).rows).toEqual([]);
  });
});
