import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { chunks, migrate, seedOnce } from '../../platform/store/database.ts';
import { openEmbedded } from '../../platform/store/sqlite/database.ts';

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
