import { createHash } from 'node:crypto';
import pg from 'pg';
import type { AnyStoreDefinition } from '../definition.ts';
import { channelOf } from './watch.ts';

const identifier = pg.escapeIdentifier;
const literal = pg.escapeLiteral;

/** Tables that say how far a schema is; only its owner writes them, and no version counts it. */
const OWN_TABLES: readonly string[] = ['kysely_migration', 'kysely_migration_lock', 'data_version'];

/** The tables of a schema that hold data. */
export async function dataTables(client: pg.ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = to_regnamespace($1) and relkind = 'r' order by relname`,
    [identifier(schema)],
  );
  return rows.map((it) => it.name).filter((it) => !OWN_TABLES.includes(it));
}

/**
 * Gives a schema, after its migrations, what PostgreSQL alone has: a version of its data that changes with
 * every write, and rules on whose rows a request reads and writes. Gives whether they did not
 * stand yet.
 * @param isChanged whether tables may have been made since.
 */
export async function applySchemaRules(
  client: pg.ClientBase,
  definition: AnyStoreDefinition,
  isChanged: boolean,
): Promise<boolean> {
  const { name } = definition;
  const tables = await dataTables(client, name);
  const statements = [
    ...versionStatements(name),
    ...tables.flatMap((table) => triggerStatements(name, table)),
    ...tables.flatMap((table) => rowStatements(definition, table)),
  ];
  const digest = createHash('sha256').update(statements.join('\n')).digest('hex');
  const version = `${identifier(name)}.data_version`;
  const { rows } = await client.query<{ digest: string | null }>(
    `select obj_description(to_regclass($1), 'pg_class') as digest`,
    [version],
  );
  if (!isChanged && rows[0]?.digest === digest) return false;
  const comment = `comment on table ${version} is ${literal(digest)}`;
  const path = `set local search_path = ${identifier(name)}`;
  await client.query(['begin', path, ...statements, comment, 'commit'].join(';\n'));
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
  const policies = ['select', 'insert', 'update', 'delete'] as const;
  const dropped = policies.map((it) => `drop policy if exists viewer_${it} on ${on}`);
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
    ...policies.map((it) => `create policy viewer_${it} on ${on} for ${it} ${conditions[it]}`),
  ];
}

/** The statements that give `roles` the rights of a subgraph in its schema, and no other there. */
export function grantStatements(
  { name, writes = {} }: AnyStoreDefinition,
  tables: readonly string[],
  roles: readonly string[],
): string[] {
  const schema = identifier(name);
  return roles.flatMap((it) => {
    const role = identifier(it);
    const readable = [...tables, 'kysely_migration', 'data_version'];
    return [
      `grant usage on schema ${schema} to ${role}`,
      `revoke all on all tables in schema ${schema} from ${role}`,
      `grant select on ${readable.map((table) => `${schema}.${identifier(table)}`).join(', ')} to ${role}`,
      ...Object.entries(writes).map(
        ([table, privileges]) =>
          `grant ${(privileges as readonly string[]).join(', ')} on ${schema}.${identifier(table)} to ${role}`,
      ),
    ];
  });
}

/** The roles that may use a schema, beside its owner. */
export async function rolesOf(client: pg.ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ role: string }>(
    `select distinct rolname as role from pg_namespace, aclexplode(nspacl) as granted
       join pg_roles on pg_roles.oid = granted.grantee
     where nspname = $1 and granted.privilege_type = 'USAGE' and granted.grantee <> nspowner order by 1`,
    [schema],
  );
  return rows.map((it) => it.role);
}
