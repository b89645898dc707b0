import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { PostgresDatabase } from '../../platform/store/postgres/database.ts';
import { dataVersions } from '../../platform/subgraph/data-versions.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { contractsDatabase } from '../../subgraphs/contracts/store/definition.ts';
import type { Tables } from '../../subgraphs/contracts/store/tables.ts';
import { FactsFolder } from '../contracts/support/facts-folder.ts';
import { ownedDatabase } from '../support/stores/owned.ts';
import { servedBy } from '../support/stores/place.ts';
import type { TestDatabase } from '../support/stores/shared-postgres.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';
import { connected, owning, superuserUrlOf, testDatabase } from './support.ts';

let place: TestDatabase & AsyncDisposable;
beforeAll(async () => {
  place = await testDatabase();
});
afterAll(() => place[Symbol.asyncDispose]());

const opened: PostgresDatabase<Tables>[] = [];
const open = (): PostgresDatabase<Tables> => {
  const database = new PostgresDatabase<Tables>({
    settings: servedBy(place),
    name: 'contracts',
    log: createLog('silent'),
  });
  opened.push(database);
  return database;
};
afterEach(async () => {
  for (const it of opened.splice(0)) await it.destroy();
});

const supplier = (id: string) => ({ id, document: '{}' });
/** Runs `work` as the owner of the schema, whom nothing tells of versions. */
const owned = async (work: (database: ReturnType<typeof ownedDatabase<Tables>>) => Promise<unknown>) => {
  const database = ownedDatabase<Tables>(place.ownerUrl, 'contracts');
  await work(database);
  await database.destroy();
};

describe('the data version over PostgreSQL', () => {
  it('is another one after each write, whoever wrote, and the same where nothing is written', async () => {
    const [one, other] = [open(), open()];
    const seen = new Set<string>();
    const isNew = async (): Promise<boolean> => {
      const [version, same] = [await one.dataVersion(), await other.dataVersion()];
      expect(same).toBe(version);
      const known = seen.has(version);
      seen.add(version);
      return !known;
    };
    expect(await isNew()).toBe(true);
    await owned(async (database) => {
      await database.insertInto('supplier').values(supplier('one')).execute();
      expect(await isNew()).toBe(true);
      await database.updateTable('supplier').set({ document: '{"a":1}' }).where('id', '=', 'one').execute();
      expect(await isNew()).toBe(true);
      await one.selectFrom('supplier').selectAll().execute();
      expect(await isNew()).toBe(false);
      await database
        .transaction()
        .execute(async (step) => {
          await step.deleteFrom('supplier').execute();
          throw new Error('stopped by the test');
        })
        .catch(() => undefined);
      expect(await isNew()).toBe(false);
      await database.deleteFrom('supplier').where('id', '=', 'one').execute();
      expect(await isNew()).toBe(true);
    });
    await connected(superuserUrlOf(place), (client) => client.query('truncate contracts.registration'));
    expect(await isNew()).toBe(true);
    await connected(superuserUrlOf(place), (client) => client.query('truncate devices.usage_total'));
    expect(await isNew()).toBe(false);
  });

  it('is never that of before where a write shows, whenever it commits', async () => {
    const database = open();
    await owned(async (owner) => {
      // Two writers at once, the first to write being the last to commit.
      let commit = (): void => undefined;
      const late = owner.transaction().execute(async (step) => {
        await step.insertInto('supplier').values(supplier('late')).execute();
        await new Promise<void>((resolve) => (commit = resolve));
      });
      await expect.poll(() => commit.length).toBe(1);
      const before = await database.dataVersion();
      await owner.insertInto('supplier').values(supplier('early')).execute();
      const between = await database.dataVersion();
      expect(between).not.toBe(before);
      const there = () => database.selectFrom('supplier').select('id').where('id', '=', 'late').execute();
      expect(await there()).toEqual([]);
      commit();
      await late;
      expect(await database.dataVersion()).not.toBe(between);
      expect(await there()).toEqual([{ id: 'late' }]);
    });
  });

  it('stands for what a request reads, however much is written meanwhile', async () => {
    const database = open();
    const count = async () => Number((await database.selectFrom('supplier').selectAll().execute()).length);
    const seen = new Map<string, number>();
    const over = new AbortController();
    const writing = owned(async (owner) => {
      for (let round = 0; !over.signal.aborted; round += 1) {
        await owner
          .insertInto('supplier')
          .values(supplier(`many ${round}`))
          .execute();
      }
    });
    for (let round = 0; round < 60; round += 1) {
      const session = database.session(asPartner('GB'));
      await session.run(async () => {
        const [version, rows] = [await database.dataVersion(), await count()];
        const known = seen.get(version);
        if (known !== undefined) expect(rows).toBe(known);
        seen.set(version, rows);
        expect(await count()).toBe(rows);
      });
      session.end();
    }
    over.abort();
    await writing;
    expect(seen.size).toBeGreaterThan(10);
  });
});

describe('whoever listens', () => {
  it('is told at once of what others wrote, again after the connection broke, and of nothing twice', async () => {
    const versions = dataVersions(open(), createLog('silent'));
    const told: (string | null)[] = [];
    const stop = versions.listen((version) => told.push(version));
    await expect.poll(() => told.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await owned((owner) => owner.insertInto('supplier').values(supplier('told')).execute());
    await expect.poll(() => told.length, { interval: 5 }).toBe(2);
    await connected(superuserUrlOf(place), (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'pcc_contracts' and (query like 'listen%' or query = 'select 1')`,
      ),
    );
    await owned((owner) => owner.insertInto('supplier').values(supplier('told later')).execute());
    await expect.poll(() => told.length, { interval: 5, timeout: 5_000 }).toBe(3);
    expect(new Set(told).size).toBe(3);
    stop();
    await owned((owner) => owner.insertInto('supplier').values(supplier('told no more')).execute());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told.length).toBe(3);
    versions.close();
  });
});

describe('whoever listens, while requests read states of before', () => {
  it('is never told an older version after a newer one', async () => {
    const database = open();
    const versions = dataVersions(database, createLog('silent'));
    const told: (string | null)[] = [];
    const stop = versions.listen((version) => told.push(version));
    await expect.poll(() => told.length).toBe(1);
    const session = database.session(asPartner('GB'));
    const before = await session.run(() => versions.read());
    await owned((owner) => owner.insertInto('supplier').values(supplier('while it reads')).execute());
    await expect.poll(() => told.length).toBe(2);
    expect(await session.run(() => versions.read())).toBe(before);
    session.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told.length).toBe(2);
    expect(told[1]).not.toBe(before);
    stop();
    versions.close();
  });
});

describe('other facts', () => {
  it('are answered as soon as they are seeded, by a subgraph that keeps what it read', async () => {
    await using subgraph = await hostInMemory(contractsSubgraph, { database: servedBy(place) });
    const ask = async () =>
      (await subgraph.data(
        asPartner('GB'),
        '{ partner(id: "GB") { name } contract(id: "us-dod-jwcc") { title } }',
      )) as {
        partner: { name: string };
        contract: { title: string };
      };
    const before = await ask();
    using facts = new FactsFolder();
    facts.changeContract('us-dod-jwcc', (record) => (record.name = 'JWCC, renamed'));
    facts.change('partners.json', (file) => {
      const [list] = Object.values(file).filter(Array.isArray) as { id: string; name: string }[][];
      list!.find((it) => it.id === 'GB')!.name = 'Renamed';
    });
    await owning(place, (administration) =>
      administration.seed(contractsDatabase, { factsDirectory: facts.path, clock: () => new Date() }),
    );
    expect(await ask()).toEqual({ partner: { name: 'Renamed' }, contract: { title: 'JWCC, renamed' } });
    expect(before).not.toEqual(await ask());
  });
});

it('repeats none after the data were put back to what they were', async () => {
  const version = async () => {
    const database = open();
    return database.dataVersion();
  };
  const before = await version();
  await connected(superuserUrlOf(place), async (client) => {
    // As a restore by hand leaves it: the table made anew, with the count of then.
    await client.query('create table contracts.kept as table contracts.data_version');
    await client.query('drop table contracts.data_version');
    await client.query('alter table contracts.kept rename to data_version');
    await client.query('grant select on contracts.data_version to pcc_contracts');
  });
  expect(await version()).not.toBe(before);
});
