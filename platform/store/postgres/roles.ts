import pg from 'pg';
import { ConfigError } from '../../config.ts';
import type { AnyStoreDefinition } from '../definition.ts';
import type { Say } from '../keeper.ts';
import type { Administration } from './administration.ts';
import { addressOf } from './connections.ts';
import { scramVerifier } from './scram.ts';
import type { PostgresSettings } from './settings.ts';

/** A role that a process connects as. */
export interface ServedRole {
  readonly name: string;
  /** Undefined where it shows in another way who it is. */
  readonly password: string | undefined;
}

/**
 * Makes the roles that `served` names for the subgraphs, where they are not there, sets their passwords, and
 * gives each the rights of its subgraph in its schema and nothing else.
 * @throws ConfigError where `served` names none, or the same for two subgraphs.
 */
export async function makeRoles(
  administration: Administration,
  definitions: readonly AnyStoreDefinition[],
  served: Pick<PostgresSettings, 'url' | 'passwordFile'>,
  say: Say,
): Promise<void> {
  const { client } = administration;
  const roles = definitions.map((it) =>
    roleIn(addressOf(served, it.name), `DATABASE_URL: expected the role of the subgraph ${it.name} in it`),
  );
  if (new Set(roles.map((it) => it.name)).size < roles.length) {
    throw new ConfigError(
      `DATABASE_URL: expected a role of its own for each subgraph, such as pcc_{subgraph}, got ${JSON.stringify(roles[0]?.name)} for all.`,
    );
  }
  await closeToPublic(client, say);
  for (const [index, definition] of definitions.entries()) {
    const role = roles[index] as ServedRole;
    const isNew = await makeRole(client, role);
    const schema = pg.escapeIdentifier(definition.name);
    await client.query(`create schema if not exists ${schema}`);
    await client.query(`grant usage on schema ${schema} to ${pg.escapeIdentifier(role.name)}`);
    const { missing } = await administration.state(definition);
    // Without tables there are no rights in them yet: the migration gives them.
    if (missing.length === 0) await administration.grant(definition, [role.name]);
    say(`${definition.name}: role ${role.name} ${isNew ? 'made' : 'was there'}, with its rights`);
  }
}

/**
 * The role that an address names.
 * @param expected what is expected of it, for the error.
 * @throws ConfigError where it names none.
 */
export function roleIn(address: string, expected: string): ServedRole {
  const { username, password, searchParams } = new URL(address);
  const name = decodeURIComponent(username) || searchParams.get('user');
  if (!name) {
    throw new ConfigError(`${expected}, got none.`);
  }
  return { name, password: searchParams.get('password') ?? (decodeURIComponent(password) || undefined) };
}

/** Makes a role that may connect to the database, where it is not there, and sets its password. Gives whether it is new. */
export async function makeRole(client: pg.ClientBase, { name, password }: ServedRole): Promise<boolean> {
  const { rows } = await client.query('select from pg_roles where rolname = $1', [name]);
  const role = pg.escapeIdentifier(name);
  const isNew = rows.length === 0;
  if (isNew) await client.query(`create role ${role} login noinherit`);
  if (password !== undefined) {
    await client.query(`alter role ${role} login password ${pg.escapeLiteral(scramVerifier(password))}`);
  }
  const { rows: connecting } = await client.query<{ name: string }>('select current_database() as name');
  const database = pg.escapeIdentifier((connecting[0] as { name: string }).name);
  await client.query(`grant connect on database ${database} to ${role}`);
  return isNew;
}

/** Whatever everybody may do in a new database, here nobody may: each role gets what it needs. */
export async function closeToPublic(client: pg.ClientBase, say: Say): Promise<void> {
  const { rows } = await client.query<{ name: string; mine: boolean }>(
    `select datname as name, pg_has_role(current_user, datdba, 'usage') as mine from pg_database where datname = current_database()`,
  );
  const [{ name, mine }] = rows as [(typeof rows)[number]];
  if (!mine) {
    say(`The database ${name} belongs to somebody else, so that everybody may still connect to it.`);
    return;
  }
  await client.query(`revoke all on database ${pg.escapeIdentifier(name)} from public`);
  await client.query('revoke all on schema public from public');
}
