import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { Administration } from '../../../platform/store/postgres/administration.ts';
import { makeRoles } from '../../../platform/store/postgres/roles.ts';
import { ALL_DATABASES } from '../../../subgraphs/databases.ts';
import { PASSWORD, startPostgres, type PostgresServer } from './postgres-server.ts';
import { KEEP_WRITTEN } from './reused.ts';
import { MIGRATED, SEEDED, type SharedPostgres } from './shared-postgres.ts';

/** Starts one PostgreSQL for all files of a project, with databases for them to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  try {
    project.provide('postgres', await withTemplates(server));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return () => server.stop();
}

async function withTemplates(server: PostgresServer): Promise<SharedPostgres> {
  const servedUrl = `postgresql://pcc_{subgraph}:${PASSWORD}@127.0.0.1:${server.port}/postgres`;
  const owner = new pg.Client(server.ownerUrl('postgres'));
  await owner.connect();
  const quiet = () => undefined;
  const over = (database: string, work: (administration: Administration) => Promise<void>) =>
    Administration.over({ url: server.ownerUrl(database), connectMilliseconds: 5_000 }, quiet, work);
  await owner.query(`create database ${MIGRATED}`);
  await over(MIGRATED, async (administration) => {
    await makeRoles(administration, ALL_DATABASES, { url: servedUrl }, quiet);
    for (const it of ALL_DATABASES) await administration.migrate(it);
  });
  await owner.query(`create database ${SEEDED} template ${MIGRATED}`);
  await over(SEEDED, async (administration) => {
    const clock = () => new Date('2026-11-23T12:00:00Z');
    for (const it of ALL_DATABASES) await administration.seed(it, { clock });
    await administration.client.query(KEEP_WRITTEN);
  });
  await owner.end();
  return {
    superuserUrl: server.superuserUrl('postgres'),
    ownerUrl: server.ownerUrl('postgres'),
    servedUrl,
  };
}
