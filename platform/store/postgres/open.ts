import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { ConfigError } from '../../config.ts';
import type { AnyStoreDefinition, StoreDefinition } from '../definition.ts';
import { connected, connectionConfig } from './connections.ts';
import { PostgresDatabase } from './database.ts';
import { isMigrating } from './migration-lock.ts';
import { isUpToDate, readSchemaState, type SchemaState } from './schema-state.ts';
import type { PostgresSettings } from './settings.ts';
import type { OnStatement } from '../statements.ts';

/** How often a schema is looked at while somebody brings it up to date, in milliseconds. */
const LOOK_MILLISECONDS = 250;

export interface ServedOptions<Tables> {
  readonly settings: PostgresSettings;
  readonly definition: StoreDefinition<Tables>;
  /** Of the facts that ship with this process. */
  readonly digest: string;
  readonly readOnly?: boolean | undefined;
  readonly log: Logger;
  readonly onStatement?: OnStatement | undefined;
}

/**
 * Opens the schema of a subgraph for serving. Where somebody is bringing it up to date, it waits.
 * @throws ConfigError where the role may more than it should, or the schema is not up to date or not seeded.
 */
export async function openServed<Tables>({
  settings,
  definition,
  digest,
  readOnly,
  log,
  onStatement,
}: ServedOptions<Tables>): Promise<PostgresDatabase<Tables>> {
  const { name } = definition;
  const client = await connected(connectionConfig(settings, name), 'DATABASE_URL');
  try {
    await requireModestRole(client, name);
    const state = await readyState(client, definition, log);
    if (state.facts !== digest) {
      log.warn(
        'the store holds other facts than those that ship with this process; it answers from the store',
      );
    }
  } finally {
    await client.end();
  }
  return new PostgresDatabase<Tables>({ settings, name, readOnly, log, onStatement });
}

/** Rules on rows bind neither owners nor superusers: nothing is served as one of those. */
async function requireModestRole(client: pg.ClientBase, schema: string): Promise<void> {
  const { rows } = await client.query<{ role: string; mighty: boolean; owns: boolean }>(
    `select rolname as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty,
       exists (select from pg_namespace where nspname = $1 and pg_has_role(current_user, nspowner, 'usage')) as owns
     from pg_roles where rolname = current_user`,
    [schema],
  );
  const [{ role, mighty, owns }] = rows as [(typeof rows)[number]];
  if (!mighty && !owns) return;
  throw new ConfigError(
    `DATABASE_URL: expected a role that ${mighty ? 'is no administrator' : `does not own the schema ${schema}`}, got ${JSON.stringify(role)}. ` +
      'Name one for each subgraph and make them: npm run db -- roles',
  );
}

async function readyState(
  client: pg.ClientBase,
  definition: Pick<AnyStoreDefinition, 'name' | 'migrations'>,
  log: Logger,
): Promise<SchemaState> {
  let waits = false;
  for (;;) {
    const state = await readSchemaState(client, definition);
    if (isUpToDate(state)) return state;
    if (!(await isMigrating(client))) throw notReady(definition.name, state);
    if (!waits) log.info('the schema is being brought up to date: waiting');
    waits = true;
    await delay(LOOK_MILLISECONDS);
  }
}

function notReady(name: string, { isThere, missing }: SchemaState): ConfigError {
  const what = !isThere
    ? 'is not there, or its role may not use it'
    : missing.length > 0
      ? `lacks ${missing.join(', ')}`
      : 'holds no facts';
  const command = isThere && missing.length === 0 ? 'seed' : 'migrate';
  return new ConfigError(
    `DATABASE_URL: expected a schema that is up to date and seeded, but the schema ${name} ${what}. ` +
      `Run: npm run db -- ${command}`,
  );
}
