import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { chunks, migrate, seedOnce } from '../../platform/store/database.ts';
import { LASTING_FACTS } from '../../platform/store/kept-facts.ts';
import { openEmbedded } from '../../platform/store/sqlite/database.ts';
import { contractsSubgraph } from '../../subgraphs/contracts/index.ts';
import { change, mutation, operator } from '../contracts/support/ask.ts';
import { asPartner, hostInMemory } from '../support/subgraph.ts';

interface Tables {
  thing: { id: string; flag: number; note: string | null };
}

const migrations = {
  '0001-things': {
    async up(database: Kysely<unknown>) {
      await database.schema
        .createTable('thing')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('flag', 'integer', (column) => column.notNull())
        .addColumn('note', 'text')
        .execute();
    },
  },
};

let database: Kysely<Tables>;
afterEach(() => database.destroy());

const opened = async (file = ':memory:', statements?: string[]) => {
  database = openEmbedded<Tables>({ file, onStatement: statements && ((it) => void statements.push(it)) });
  await migrate(database, migrations);
  return database;
};

it('stores text with any character, true as 1 and an absent value as null', async () => {
  const db = await opened();
  const id = `'; drop table thing; -- % _ "\u0000 ü`;
  await db
    .insertInto('thing')
    .values({ id, flag: true as never, note: undefined as never })
    .execute();
  expect(await db.selectFrom('thing').selectAll().execute()).toEqual([
    // PostgreSQL has no NUL in texts, so that neither dialect keeps one.
    { id: id.replace('\0', '\ufffd'), flag: 1, note: null },
  ]);
});

it('seeds once from the same facts, again from others, and not at all when the seed fails', async () => {
  const db = await opened();
  const add = (id: string) =>
    seedOnce(
      db,
      id,
      async (trx) => void (await trx.insertInto('thing').values({ id, flag: 0, note: null }).execute()),
    );
  expect(await add('first')).toBe(true);
  expect(await add('first')).toBe(false);
  expect(await add('second')).toBe(true);
  const failing = seedOnce(db, 'third', async (trx) => {
    await trx.insertInto('thing').values({ id: 'third', flag: 0, note: null }).execute();
    throw new Error('record 7 is wrong');
  });
  await expect(failing).rejects.toThrow('record 7 is wrong');
  const ids = (await db.selectFrom('thing').select('id').orderBy('id').execute()).map((it) => it.id);
  expect(ids).toEqual(['first', 'second']);
  expect(await add('second')).toBe(false);
});

it('finds its rows again in the file after it was closed', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'store-')), 'deep', 'thing.sqlite');
  await (await opened(file)).insertInto('thing').values({ id: 'kept', flag: 1, note: null }).execute();
  await database.destroy();
  expect(await (await opened(file)).selectFrom('thing').select('id').execute()).toEqual([{ id: 'kept' }]);
});

it('reports each statement that runs', async () => {
  const statements: string[] = [];
  const db = await opened(':memory:', statements);
  statements.length = 0;
  await db.selectFrom('thing').select('id').where('flag', '=', 1).execute();
  expect(statements).toEqual(['select "id" from "thing" where "flag" = ?']);
});

it('cuts long lists into pieces that lose nothing', () => {
  expect([...chunks([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...chunks([], 2)]).toEqual([]);
});

const REGISTRATION = { title: 'Own', kind: 'CONTRACT', buyer: 'GB', suppliers: ['aws'] };

it('answers and refuses changes where it may only be read', async () => {
  await using subgraph = await hostInMemory(contractsSubgraph, { readOnly: true });
  expect(await subgraph.data(asPartner('GB'), '{ contract(id: "us-dod-jwcc") { id } }')).toEqual({
    contract: { id: 'us-dod-jwcc' },
  });
  const { errors } = await subgraph.ask(operator, mutation('registerContract'), { input: REGISTRATION });
  expect(errors).toMatchObject([{ extensions: { code: 'STORE_READ_ONLY' } }]);
});

it('refuses changes with the same code while somebody else holds the file, and takes them afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  await using subgraph = await hostInMemory(contractsSubgraph, { dataDirectory: folder });
  const other = new DatabaseSync(join(folder, 'contracts.sqlite'));
  other.exec('begin immediate');
  const { errors } = await subgraph.ask(operator, mutation('registerContract'), { input: REGISTRATION });
  expect(errors).toMatchObject([{ extensions: { code: 'STORE_READ_ONLY' } }]);
  expect(await subgraph.hosted.isReady()).toBe(true);
  other.exec('rollback');
  other.close();
  await change(subgraph, 'registerContract', REGISTRATION, 'contract { id }');
});

it('keeps what it read of the facts, and no failure', async () => {
  let reads = 0;
  let fails = true;
  const read = async (key = 'all') => {
    if (fails) throw new Error('stopped by the test');
    return `${key} ${(reads += 1)}`;
  };
  const one = LASTING_FACTS.one(() => read());
  const each = LASTING_FACTS.each(2, read);
  await expect(one()).rejects.toThrow('stopped by the test');
  await expect(each('a')).rejects.toThrow('stopped by the test');
  fails = false;
  const told = [await one(), await one(), await each('a'), await each('a'), await each('b')];
  expect(told).toEqual(['all 1', 'all 1', 'a 2', 'a 2', 'b 3']);
  // Of more keys than are kept, those before are read again.
  await each('c');
  expect(await each('a')).toBe('a 5');
});
