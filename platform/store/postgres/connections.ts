import { readFileSync } from 'node:fs';
import type { CompiledQuery, QueryResult } from 'kysely';
import pg from 'pg';
import { ConfigError } from '../../config.ts';
import { storable } from '../text.ts';
import type { PostgresSettings } from './settings.ts';

/** How long a session may hold a transaction open without asking anything, in milliseconds. */
const IDLE_TRANSACTION_MILLISECONDS = 30_000;
/** How much longer than the server may take the answer to a statement is waited for, in milliseconds. */
const GRACE_MILLISECONDS = 2_000;
const BIGINT = 20;

/** What numbers of rows and the like are read as: numbers, which they fit. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * The configuration of connections to the schema of a subgraph.
 * @param readOnly whether the server refuses to write.
 */
export function connectionConfig(
  settings: PostgresSettings,
  subgraph: string,
  readOnly = false,
): pg.ClientConfig {
  const { statementMilliseconds, connectMilliseconds } = settings;
  const set = { search_path: subgraph, default_transaction_read_only: readOnly ? 'on' : 'off' };
  return {
    connectionString: addressOf(settings, subgraph),
    application_name: `partner-cloud-catalogue ${subgraph}`,
    options: Object.entries(set)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: connectMilliseconds,
    statement_timeout: statementMilliseconds,
    query_timeout: statementMilliseconds && statementMilliseconds + GRACE_MILLISECONDS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MILLISECONDS,
    keepAlive: true,
    types,
  };
}

/**
 * A pool of connections.
 * @param onBroken told of connections that broke. Whoever uses one learns it by himself; while nobody asks
 * anything over it, nobody has to.
 */
export function poolOf(config: pg.PoolConfig, onBroken: (error: Error) => void = () => undefined): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('connect', (client) => client.on('error', onBroken)).on('error', onBroken);
  return pool;
}

/**
 * Connects a client.
 * @param variable the variable that says where to, for the error.
 * @throws ConfigError where nobody answers, or refuses.
 */
export async function connected(config: pg.ClientConfig, variable: string): Promise<pg.Client> {
  const client = new pg.Client(config);
  // Whatever is asked next fails in any case.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    const { message } = error as Error;
    throw new ConfigError(`${variable}: expected a database that takes the connection, got: ${message}.`);
  }
}

/** The address of the database for a subgraph, with the password where a file holds it. */
export function addressOf(
  {
    url,
    passwordFile,
    passwordVariable = 'DATABASE_PASSWORD_FILE',
  }: Pick<PostgresSettings, 'url' | 'passwordFile' | 'passwordVariable'>,
  subgraph: string,
): string {
  const address = new URL(url.replaceAll('{subgraph}', subgraph));
  if (passwordFile !== undefined) {
    const file = passwordFile.replaceAll('{subgraph}', subgraph);
    address.searchParams.set('password', passwordIn(file, passwordVariable));
  }
  return address.href;
}

function passwordIn(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (error) {
    const { code } = error as { code?: string };
    throw new ConfigError(`${variable}: expected a file that can be read, got ${file} (${code}).`);
  }
}

/** Runs a statement of Kysely's. */
export async function execute<Row>(
  client: pg.ClientBase,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
): Promise<QueryResult<Row>> {
  const { command, rowCount, rows } = await client.query(sql, parameters.map(parameter));
  const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
  return { rows: rows as Row[], ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
}

function parameter(value: unknown): unknown {
  return typeof value === 'string' ? storable(value) : value;
}
