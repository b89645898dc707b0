import pg from 'pg';
import { ConfigError } from '../../../platform/config.ts';
import { addressOf, connected, connectionConfig } from '../../../platform/store/postgres/connections.ts';
import { closeToPublic, makeRole, roleIn } from '../../../platform/store/postgres/roles.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import { SCHEMA } from './settings.ts';

/** Whoever adds a record cannot have a function look at a table of their own of the same name. */
const OWN_NAMES = `set search_path = ${SCHEMA}, pg_temp`;

/**
 * Records and checkpoints can be added, each record after the last one of its chain, and nothing else: for whoever
 * owns the tables, too, unless they take the triggers away, which the chain then shows. When a record was made is
 * read from its body; of a text that PostgreSQL cannot read as JSON it is unknown.
 */
const TABLES = `
create or replace function time_of(body text) returns text
language plpgsql immutable strict parallel safe as $$
begin
  return body::jsonb #>> '{content,time}';
exception when others then
  return null;
end $$;

create table if not exists record (
  chain text collate "C" not null,
  sequence bigint not null,
  body text not null,
  hash text not null,
  time text collate "C" generated always as (time_of(body)) stored,
  primary key (chain, sequence)
);
create index if not exists record_by_time on record (time);
create table if not exists checkpoint (
  chain text collate "C" not null,
  sequence bigint not null,
  jws text not null,
  primary key (chain, sequence)
);

create or replace function record_in_order() returns trigger language plpgsql ${OWN_NAMES} as $$
declare
  last_sequence bigint;
  last_hash text;
  ending text;
begin
  select sequence, hash into last_sequence, last_hash
    from record where chain = new.chain order by sequence desc limit 1;
  ending := format(',"previous":"%s","sequence":%s}', coalesce(last_hash, repeat('0', 64)), new.sequence);
  if new.sequence <> 1 + coalesce(last_sequence, 0)
    or new.hash <> encode(sha256(convert_to(new.body, 'UTF8')), 'hex')
    or right(new.body, length(ending)) <> ending
  then
    raise exception 'a record follows the last one of its chain';
  end if;
  return new;
end $$;
create or replace function checkpoint_in_order() returns trigger language plpgsql ${OWN_NAMES} as $$
begin
  if new.sequence <= (select max(sequence) from checkpoint where chain = new.chain)
    or new.sequence > (select coalesce(max(sequence), 0) from record where chain = new.chain)
  then
    raise exception 'a checkpoint is of a record, and follows the last one of its chain';
  end if;
  return new;
end $$;
create or replace function only_added_to() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log can only be added to';
end $$;
${['record', 'checkpoint']
  .map(
    (table) => `
create or replace trigger in_order before insert on ${table} for each row execute function ${table}_in_order();
create or replace trigger only_added_to before update or delete or truncate on ${table}
  for each statement execute function only_added_to();`,
  )
  .join('\n')}
`;

/**
 * Makes the tables of the audit log in a database, and the role that gateways connect as; both where they are
 * there already, too.
 * @param owner where the database is, as a role that may make schemas and roles.
 * @throws ConfigError where the database does not take the connection, or `served` names no role.
 */
export async function createAuditLog(
  owner: Omit<PostgresSettings, 'connections' | 'statementMilliseconds'>,
  served: PostgresSettings,
  say: (line: string) => void,
): Promise<void> {
  const role = roleIn(addressOf(served, ''), 'AUDIT_DATABASE_URL: expected the role of the gateways in it');
  const settings = { ...owner, connections: 1, statementMilliseconds: 0 };
  const client = await connected(connectionConfig(settings, SCHEMA), 'DATABASE_MIGRATOR_URL');
  try {
    await client.query('begin');
    // Whoever does the same at the same time waits.
    await client.query(`select pg_advisory_xact_lock(hashtext('${SCHEMA}'))`);
    await closeToPublic(client, say);
    await client.query(`create schema if not exists ${SCHEMA}`);
    await client.query(TABLES);
    await refuseMighty(client, role.name);
    const isNew = await makeRole(client, role);
    const name = pg.escapeIdentifier(role.name);
    await client.query(`grant usage on schema ${SCHEMA} to ${name}`);
    await client.query(`grant select, insert on record, checkpoint to ${name}`);
    await client.query('commit');
    say(`audit: role ${role.name} ${isNew ? 'made' : 'was there'}, which may read and add records`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new ConfigError(
      `DATABASE_MIGRATOR_URL: expected a role that may make schemas and roles, got: ${error.message}.`,
    );
  } finally {
    await client.end();
  }
}

/** @throws ConfigError where a role that is there may do more than add and read, whatever it is granted. */
async function refuseMighty(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query<{ mighty: boolean }>(
    `select rolsuper or pg_has_role(rolname, current_user, 'member') as mighty from pg_roles where rolname = $1`,
    [role],
  );
  if (!rows[0]?.mighty) return;
  throw new ConfigError(
    `AUDIT_DATABASE_URL: expected a role that owns nothing, got ${JSON.stringify(role)}, which may do what the owner may.`,
  );
}
