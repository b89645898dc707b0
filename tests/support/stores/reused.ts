import pg from 'pg';
import { ALL_DATABASES } from '../../../subgraphs/databases.ts';
import { createTestDatabase, SEEDED, type SharedPostgres, type TestDatabase } from './shared-postgres.ts';

/** Every table that subgraphs write, with the one that keeps what it held at first. */
const WRITTEN = ALL_DATABASES.flatMap(({ name, writes = {} }) =>
  Object.keys(writes).map((table) => ({
    table: `${name}.${pg.escapeIdentifier(table)}`,
    kept: `kept.${pg.escapeIdentifier(`${name} ${table}`)}`,
  })),
);

/** Keeps what the written tables hold, for copies of the database to be put back to it. */
export const KEEP_WRITTEN = [
  'create schema kept',
  ...WRITTEN.map(({ table, kept }) => `create table ${kept} as table ${table}`),
].join(';\n');
const PUT_BACK = WRITTEN.flatMap(({ table, kept }) => [
  `delete from ${table}`,
  `insert into ${table} table ${kept}`,
]).join(';\n');

/** Databases that tests are done with, and how their owner reaches each to put it back. */
const free: TestDatabase[] = [];
const owners = new Map<string, pg.Client>();

/**
 * A seeded database for one test: one that another test had, put back to what it was, or a copy, which takes ten
 * times as long.
 */
export async function seededDatabase(shared: SharedPostgres): Promise<TestDatabase> {
  const used = free.pop();
  if (!used) return createTestDatabase(shared, SEEDED);
  const owner = owners.get(used.name) ?? (await ownerOf(used));
  await owner.query(`begin;\n${PUT_BACK};\ncommit`);
  return used;
}

/** A connection that is kept: each one is a process of the server's. */
async function ownerOf({ name, ownerUrl }: TestDatabase): Promise<pg.Client> {
  const owner = new pg.Client(ownerUrl);
  owner.on('error', () => owners.delete(name));
  await owner.connect();
  owners.set(name, owner);
  return owner;
}

/** Gives a database back that nothing but subgraphs wrote to. */
export function giveBack(database: TestDatabase): void {
  free.push(database);
}
