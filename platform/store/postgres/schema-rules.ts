import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import type { AnyStoreDefinition } from '../definition.ts';
import { channelOf } from './watch.ts';

const identifier = pg.escapeIdentifier;
const literal = pg.escapeLiteral;

/** Tables that say how far a schema is; only its owner writes them, and no version counts it. */
const OWN_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock', 'data_version'];

/** The tables of a schema that hold data. */
export async function dataTables(database: Kysely<unknown>, schema: string): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = ${schema} and relkind = 'r' order by relname`.execute(database);
  return rows.map((it) => it.name).filter((it) => !OWN_TABLES.includes(it));
}

/**
 * Makes tables free to be changed by migrations: rules on rows hang on tables, and nothing may be pending on them.
 * Until rules are applied again nobody sees a row; that has to be in the same transaction.
 */
export async function takeRulesAway(step: Kysely<unknown>, schema: string): Promise<void> {
  const tables = await dataTables(step, schema);
  const statements = tables.flatMap((table) => dropPolicies(`${identifier(schema)}.${identifier(table)}`));
  await sql.raw(['set constraints all immediate', ...statements].join(';\n')).execute(step);
}

/**
 * Gives a schema, after its migrations, what PostgreSQL alone has: a version of its data that changes with
 * every write, and rules on whose rows a request reads and writes. Does nothing where they stand already. Gives
 * whether they did not stand yet.
 * @param isChanged whether tables may have been made since.
 */
export async function applyRules(
  step: Kysely<unknown>,
  definition: AnyStoreDefinition,
  isChanged: boolean,
): Promise<boolean> {
  const { name } = definition;
  const tables = await dataTables(step, name);
  const statements = [
    ...versionStatements(name),
    ...tables.flatMap((table) => triggerStatements(name, table)),
    ...tables.flatMap((table) => rowStatements(definition, table)),
  ];
  const digest = createHash('sha256').update(statements.join('\n')).digest('hex');
  const version = `${identifier(name)}.data_version`;
  const { rows } = await sql<{ digest: string | null }>`
    select obj_description(to_regclass(${version}), 'pg_class') as digest`.execute(step);
  if (!isChanged && rows[0]?.digest === digest) return false;
  const comment = `comment on table ${version} is ${literal(digest)}`;
  await sql.raw([...statements, comment].join(';\n')).execute(step);
  return true;
}

/**
 * A row counts the transactions that wrote, and each is told when it commits. It is counted as the last thing a
 * transaction does, so that writers wait for each other only then, and never for each other's rows.
 */
function versionStatements(schema: string): string[] {
  const [own, setting] = [identifier(schema), literal(`app.noted_${schema}`)];
  return [
    `create table if not exists ${own}.data_version (changes bigint not null)`,
    `insert into ${own}.data_version select 0 where not exists (select from ${own}.data_version)`,
    `create or replace function ${own}.note_write() returns trigger language plpgsql security definer
       set search_path = ${own}, pg_temp as $body$
     begin
       if current_setting(${setting}, true) is distinct from pg_current_xact_id()::text then
         update data_version set changes = changes + 1;
         perform set_config(${setting}, pg_current_xact_id()::text, true);
         perform pg_notify(${literal(channelOf(schema))}, '');
       end if;
       return null;
     end $body$`,
    `revoke all on function ${own}.note_write() from public`,
  ];
}

function triggerStatements(schema: string, table: string): string[] {
  const on = `${identifier(schema)}.${identifier(table)}`;
  const run = `execute function ${identifier(schema)}.note_write()`;
  return [
    `drop trigger if exists note_write on ${on}`,
    `drop trigger if exists note_truncate on ${on}`,
    `create constraint trigger note_write after insert or update or delete on ${on}
       deferrable initially deferred for each row ${run}`,
    `create trigger note_truncate after truncate on ${on} for each statement ${run}`,
  ];
}

function rowStatements({ name, rows = {} }: AnyStoreDefinition, table: string): string[] {
  const on = `${identifier(name)}.${identifier(table)}`;
  const dropped = dropPolicies(on);
  const rule = rows[table];
  if (!rule) return [...dropped, `alter table ${on} disable row level security`];
  const conditions = {
    select: `using (${rule.read})`,
    insert: `with check (${rule.write})`,
    update: `using (${rule.write}) with check (${rule.write})`,
    delete: `using (${rule.write})`,
  };
  return [
    ...dropped,
    `alter table ${on} enable row level security`,
    ...POLICIES.map((it) => `create policy viewer_${it} on ${on} for ${it} ${conditions[it]}`),
  ];
}

const POLICIES = ['select', 'insert', 'update', 'delete'] as const;

function dropPolicies(on: string): string[] {
  return POLICIES.map((it) => `drop policy if exists viewer_${it} on ${on}`);
}

/** Gives roles the rights of a subgraph in its schema, and takes all others there. */
export async function grantRights(
  step: Kysely<unknown>,
  { name, writes = {} }: AnyStoreDefinition,
  roles: readonly string[],
): Promise<void> {
  if (roles.length === 0) return;
  const schema = identifier(name);
  const on = (table: string): string => `${schema}.${identifier(table)}`;
  const readable = [...(await dataTables(step, name)), 'kysely_migration', 'data_version'];
  const statements = roles
    .map(identifier)
    .flatMap((role) => [
      `grant usage on schema ${schema} to ${role}`,
      `revoke all on all tables in schema ${schema} from ${role}`,
      `grant select on ${readable.map(on).join(', ')} to ${role}`,
      ...Object.entries(writes).map(
        ([table, rights]) => `grant ${(rights as readonly string[]).join(', ')} on ${on(table)} to ${role}`,
      ),
    ]);
  await sql.raw(statements.join(';\n')).execute(step);
}

/** The roles that may use a schema, beside its owner. */
export async function rolesOf(database: Kysely<unknown>, schema: string): Promise<readonly string[]> {
  const { rows } = await sql<{ role: string }>`
    select distinct rolname as role from pg_namespace, aclexplode(nspacl) as granted
      join pg_roles on pg_roles.oid = granted.grantee
    where nspname = ${schema} and granted.privilege_type = 'USAGE' and granted.grantee <> nspowner
    order by 1`.execute(database);
  return rows.map((it) => it.role);
}
