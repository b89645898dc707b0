import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** Databases to copy: with all schemas up to date, without and with the shipped facts. */
export const MIGRATED = 'migrated';
export const SEEDED = 'seeded';

/** Where the PostgreSQL of a test run is; the addresses lead to the database `postgres`. */
export interface SharedPostgres {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  /** As the role of a subgraph, for which `{subgraph}` stands. */
  readonly servedUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres?: SharedPostgres;
  }
}

/** The PostgreSQL of this run of the tests; undefined where it is over SQLite, and outside of tests. */
export function sharedPostgres(): SharedPostgres | undefined {
  // oxlint-disable-next-line no-process-env -- the contract command hosts subgraphs outside of tests
  return process.env['VITEST'] === undefined ? undefined : inject('postgres');
}

/** A database of its own for a test. */
export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly servedUrl: string;
  drop(): Promise<void>;
}

/** Makes a database as a copy of another one. */
export async function createTestDatabase(
  { ownerUrl, servedUrl, superuserUrl }: SharedPostgres,
  template: typeof MIGRATED | typeof SEEDED | 'template0',
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await over(ownerUrl, `create database ${name} template ${template}`);
  return {
    name,
    ownerUrl: inDatabase(ownerUrl, name),
    servedUrl: inDatabase(servedUrl, name),
    drop: () => over(superuserUrl, `drop database if exists ${name} with (force)`),
  };
}

function inDatabase(url: string, database: string): string {
  return url.replace(/\/postgres$/, `/${database}`);
}

/** A database is copied only while nobody is connected to it: whoever copies at the same time tries again. */
async function over(url: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (attempt === 50 || (error as { code?: string }).code !== '55006') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end();
    }
  }
}
