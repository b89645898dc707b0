import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { openEmbedded, type EmbeddedDatabase } from '../../platform/store/sqlite/database.ts';
import { createLog } from '../../platform/log.ts';
import { dataVersions } from '../../platform/subgraph/data-versions.ts';

interface Tables {
  thing: { id: string };
}

const folder = mkdtempSync(join(tmpdir(), 'data-version-'));
const file = join(folder, 'thing.sqlite');
const opened: EmbeddedDatabase<Tables>[] = [];
const open = async (statements?: string[]): Promise<EmbeddedDatabase<Tables>> => {
  const database = openEmbedded<Tables>({
    file,
    onStatement: statements && ((it) => void statements.push(it)),
  });
  opened.push(database);
  await sql`create table if not exists thing (id text)`.execute(database);
  return database;
};
const add = (database: EmbeddedDatabase<Tables>) =>
  database.insertInto('thing').values({ id: 'one' }).execute();

afterEach(async () => {
  for (const database of opened.splice(0)) await database.destroy();
  rmSync(folder, { recursive: true, force: true });
});

it('is another one after each write of this connection or of another, and stays where nothing is written', async () => {
  const [ours, others] = [await open(), await open()];
  const seen = new Set<string>();
  const isNew = (): boolean => {
    const version = ours.dataVersion();
    const known = seen.has(version);
    expect(ours.dataVersion()).toBe(version);
    seen.add(version);
    return !known;
  };
  expect(isNew()).toBe(true);
  for (const database of [ours, others, ours]) {
    await add(database);
    expect(isNew()).toBe(true);
    await database.updateTable('thing').set({ id: 'two' }).execute();
    expect(isNew()).toBe(true);
    await database.selectFrom('thing').selectAll().execute();
    expect(isNew()).toBe(false);
    await database.deleteFrom('thing').execute();
    expect(isNew()).toBe(true);
  }
});

it('never gives the data of a write the version of before it, in the midst of transactions too', async () => {
  const [ours, others] = [await open(), await open()];
  const before = ours.dataVersion();
  await others.transaction().execute(async (transaction) => {
    await transaction.insertInto('thing').values({ id: 'one' }).execute();
    expect(ours.dataVersion()).toBe(before);
  });
  const after = ours.dataVersion();
  expect(after).not.toBe(before);
  const inTheMidst = await ours.transaction().execute(async (transaction) => {
    await transaction.insertInto('thing').values({ id: 'two' }).execute();
    return ours.dataVersion();
  });
  // What is read after this version waits for the transaction, so that its version may already be the new one.
  expect(inTheMidst).not.toBe(after);
  expect(ours.dataVersion()).toBe(inTheMidst);
});

it('repeats no version of before the file was closed', async () => {
  const versions = new Set<string>();
  for (let opening = 0; opening < 3; opening++) {
    const database = await open();
    versions.add(database.dataVersion());
    await add(database);
    versions.add(database.dataVersion());
    await database.destroy();
  }
  expect(versions.size).toBe(6);
});

it('is no statement of a question, and costs microseconds', async () => {
  const statements: string[] = [];
  const database = await open(statements);
  statements.length = 0;
  for (let call = 0; call < 2_000; call++) database.dataVersion();
  const start = process.cpuUsage();
  for (let call = 0; call < 2_000; call++) database.dataVersion();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 2_000).toBeLessThan(100);
  expect(statements).toEqual([]);
});

it('closes a database over which nothing was ever asked', async () => {
  const database = openEmbedded<Tables>({ file: ':memory:' });
  expect(database.dataVersion()).toMatch(/^[\w-]+\.\d+\.\d+$/);
  await database.destroy();
  expect(() => database.dataVersion()).toThrow();
});

it('tells nobody an older reading that ends after a newer one', async () => {
  const waiting: ((version: string) => void)[] = [];
  const versions = dataVersions(
    { dataVersion: () => new Promise<string>((resolve) => waiting.push(resolve)) },
    createLog('silent'),
  );
  const told: (string | null)[] = [];
  versions.listen((version) => told.push(version));
  const second = versions.read();
  waiting[1]?.('newer');
  expect(await second).toBe('newer');
  waiting[0]?.('older');
  await new Promise(setImmediate);
  expect(told).toEqual(['newer']);
  versions.close();
});

it('says that there is no version while none can be read', async () => {
  let broken = false;
  const versions = dataVersions(
    {
      dataVersion() {
        if (broken) throw new Error('disk I/O error');
        return 'one';
      },
    },
    createLog('silent'),
  );
  const told: (string | null)[] = [];
  versions.listen((version) => told.push(version));
  broken = true;
  expect(versions.read()).toBeNull();
  broken = false;
  expect(versions.read()).toBe('one');
  expect(told).toEqual(['one', null, 'one']);
  versions.close();
});
