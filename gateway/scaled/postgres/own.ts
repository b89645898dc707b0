import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { claim, type Claim } from '../../../platform/claim.ts';
import { ConfigError } from '../../../platform/config.ts';
import { developmentSecret } from '../../../platform/identity/keys.ts';
import { secondsSince } from '../../../platform/store/keeper.ts';
import { scramVerifier } from '../../../platform/store/postgres/scram.ts';
import { makeCluster, runAlone, SUPERUSER } from './cluster.ts';
import { endOrphan } from './orphan.ts';
import type { PostgresPrograms } from './programs.ts';
import { startServer, type PostgresServer } from './server.ts';

/** The role that owns the schemas, and the database that they are in. */
export const OWNER = 'pcc_owner';
export const DATABASE = 'catalogue';

/** How long one that is just ending is waited for, in milliseconds. */
const PATIENCE_MILLISECONDS = 15_000;
/** The superuser is let in by nobody but us, without a network; others with their passwords. */
const ACCESS = `host all ${SUPERUSER} all reject
host ${DATABASE} all 127.0.0.1/32 scram-sha-256
`;

export interface OwnOptions {
  readonly programs: PostgresPrograms;
  /** The data directory, an absolute path: the databases are in its folder `postgres`. */
  readonly dataDirectory: string;
  readonly port: number;
  readonly connections: number;
  readonly say: (line: string) => void;
  /** How long another process that has it is waited for, in milliseconds. */
  readonly patience?: number;
}

/** The file that holds the password of a role; `{subgraph}` may stand for the name of one. */
export function passwordFile(dataDirectory: string, name: string): string {
  return join(dataDirectory, 'keys', `postgres-${name}.password`);
}

/**
 * Starts the PostgreSQL of a data directory, which keeps what it holds; makes it, where there is none. One process
 * has it for itself.
 * @throws ConfigError where another one has it, or the folder cannot be taken.
 */
export async function startOwn(options: OwnOptions): Promise<PostgresServer> {
  const { programs, dataDirectory, port, connections, patience = PATIENCE_MILLISECONDS } = options;
  const folder = join(dataDirectory, 'postgres');
  mkdirSync(dataDirectory, { recursive: true });
  const claimed = await claimOf(folder, patience);
  try {
    await prepare(options, folder);
    const settings = { max_connections: String(connections), shared_buffers: '64MB' };
    const server = await startServer(programs, folder, port, settings);
    return { ...server, stop: () => server.stop().finally(() => claimed.release()) };
  } catch (error) {
    claimed.release();
    throw error;
  }
}

async function claimOf(folder: string, patience: number): Promise<Claim> {
  const deadline = performance.now() + patience;
  for (;;) {
    const claimed = claim(`${folder}.lock`);
    if (claimed) return claimed;
    if (performance.now() > deadline) {
      throw new ConfigError(`DATA_DIR: expected a folder of our own, but another process runs ${folder}.`);
    }
    await delay(100);
  }
}

async function prepare({ programs, dataDirectory, say }: OwnOptions, folder: string): Promise<void> {
  const owner = passwordFile(dataDirectory, 'owner');
  if (!existsSync(folder) || readdirSync(folder).length === 0) {
    const began = performance.now();
    // Made aside, so that what is there is whole.
    const aside = `${folder}.new`;
    rmSync(aside, { recursive: true, force: true });
    await makeCluster(programs, aside);
    await runAlone(programs, aside, [
      `create role ${OWNER} login createrole password '${scramVerifier(await secret(owner))}'`,
      `create database ${DATABASE} owner ${OWNER}`,
    ]);
    writeFileSync(join(aside, 'pg_hba.conf'), ACCESS);
    rmSync(folder, { recursive: true, force: true });
    renameSync(aside, folder);
    say(`Made a PostgreSQL ${programs.release} in ${folder} (${secondsSince(began)}).`);
    return;
  }
  checkFolder(folder, programs.release);
  await endOrphan(folder);
  if (existsSync(owner)) return;
  const verifier = scramVerifier(await secret(owner));
  await runAlone(programs, folder, [`alter role ${OWNER} password '${verifier}'`]);
}

/** @throws ConfigError where it is no folder of PostgreSQL, or of another release. */
function checkFolder(folder: string, release: string): void {
  const file = join(folder, 'PG_VERSION');
  if (!existsSync(file)) {
    throw new ConfigError(
      `DATA_DIR: expected ${folder} to be empty or a folder of PostgreSQL, but it holds other things.`,
    );
  }
  const made = readFileSync(file, 'utf8').trim();
  if (made === release) return;
  throw new ConfigError(
    `DATA_DIR: expected ${folder} to be of PostgreSQL ${release}, but it is of ${made}. ` +
      'Back it up with the release that made it (npm run db -- backup), remove it, and restore.',
  );
}

/** The password in a file, made at first need, for its owner alone. */
export async function secret(file: string): Promise<string> {
  return Buffer.from(await developmentSecret(file)).toString('base64url');
}
