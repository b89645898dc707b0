import pg from 'pg';
import { allMigrations } from '../database.ts';
import type { AnyStoreDefinition } from '../definition.ts';

/** How far the schema of a subgraph is. */
export interface SchemaState {
  /** False where it does not exist or may not be used. */
  readonly isThere: boolean;
  readonly ran: readonly string[];
  /** Migrations of this code that did not run yet. */
  readonly missing: readonly string[];
  /** The digest of the facts that it was seeded from; null where it was not. */
  readonly facts: string | null;
}

/** Whether a subgraph can be served from it. Migrations of later code are no hindrance. */
export function isUpToDate({ isThere, missing, facts }: SchemaState): boolean {
  return isThere && missing.length === 0 && facts !== null;
}

/** Reads how far a schema is, with the rights of whoever is connected. */
export async function readSchemaState(
  client: pg.ClientBase,
  { name, migrations }: Pick<AnyStoreDefinition, 'name' | 'migrations'>,
): Promise<SchemaState> {
  const all = Object.keys(allMigrations(migrations)).sort();
  const { rows } = await client.query<{ there: boolean; migrated: boolean; seeded: boolean }>(
    `select has_schema_privilege(schema.oid, 'usage') as there,
       coalesce(has_table_privilege(migration.oid, 'select'), false) as migrated,
       coalesce(has_table_privilege(seed.oid, 'select'), false) as seeded
     from pg_namespace as schema
       left join pg_class as migration on migration.relnamespace = schema.oid and migration.relname = 'kysely_migration'
       left join pg_class as seed on seed.relnamespace = schema.oid and seed.relname = 'seed'
     where nspname = $1`,
    [name],
  );
  const { there = false, migrated = false, seeded = false } = rows[0] ?? {};
  const schema = pg.escapeIdentifier(name);
  const ran =
    there && migrated
      ? (await client.query<{ name: string }>(`select name from ${schema}.kysely_migration order by name`))
          .rows
      : [];
  const facts =
    there && seeded
      ? (await client.query<{ digest: string }>(`select digest from ${schema}.seed where name = 'facts'`))
          .rows
      : [];
  const names = new Set(ran.map((it) => it.name));
  return {
    isThere: there,
    ran: [...names],
    missing: all.filter((it) => !names.has(it)),
    facts: facts[0]?.digest ?? null,
  };
}
