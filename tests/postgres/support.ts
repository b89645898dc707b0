import pg from 'pg';
import { inject } from 'vitest';
import { Administration } from '../../platform/store/postgres/administration.ts';
import {
  createTestDatabase,
  SEEDED,
  type SharedPostgres,
  type TestDatabase,
} from '../support/stores/shared-postgres.ts';

/** The PostgreSQL of this run. */
export function shared(): SharedPostgres {
  const it = inject('postgres');
  if (!it) throw new Error('These tests need a PostgreSQL: vitest run --project postgres');
  return it;
}

/** A database of its own, which goes with the test. */
export async function testDatabase(
  template: Parameters<typeof createTestDatabase>[1] = SEEDED,
): Promise<TestDatabase & AsyncDisposable> {
  const database = await createTestDatabase(shared(), template);
  return { ...database, [Symbol.asyncDispose]: () => database.drop() };
}

/** Runs `work` over a connection of its own. */
export async function connected<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` as the owner of the schemas. */
export function owning<Result>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  work: (administration: Administration) => Promise<Result>,
  say: (line: string) => void = () => undefined,
): Promise<Result> {
  return Administration.over({ url: ownerUrl, connectMilliseconds: 5_000 }, say, work);
}

/** The address of a database as the role of one subgraph. */
export function urlOf({ servedUrl }: Pick<TestDatabase, 'servedUrl'>, subgraph: string): string {
  return servedUrl.replaceAll('{subgraph}', subgraph);
}

/** The address of a database as the superuser. */
export function superuserUrlOf({ name }: Pick<TestDatabase, 'name'>): string {
  return shared().superuserUrl.replace(/\/postgres$/, `/${name}`);
}

/** The code with which PostgreSQL refuses `work`; null where it does not. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );
}
