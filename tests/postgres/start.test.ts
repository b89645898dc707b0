import { expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { migrate } from '../../platform/store/database.ts';
import { openServed } from '../../platform/store/postgres/open.ts';
import { classificationDatabase } from '../../subgraphs/classification/store/definition.ts';
import { ownedDatabase } from '../support/stores/owned.ts';
import { servedBy } from '../support/stores/place.ts';
import { MIGRATED, type TestDatabase } from '../support/stores/shared-postgres.ts';
import { LogProbe } from '../support/log-probe.ts';
import { owning, testDatabase } from './support.ts';

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
  // The code of before still runs while the new one is brought in.
  await (await open(database)).destroy();
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
  await expect(migrate(owned, migrations as never, 'classification')).rejects.toThrow('stopped by the test');
  await owned.destroy();
  await owning(database, async (administration) => {
    const { ran } = await administration.state(classificationDatabase);
    expect(ran).not.toContain('9998-first');
    const { rows } = await administration.client.query(`select to_regclass('classification.first') as there`);
    expect(rows).toEqual([{ there: null }]);
  });
});
