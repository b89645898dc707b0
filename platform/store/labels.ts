import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import type { Migration } from 'kysely/migration';
import { OPEN_MARKINGS, readableLevels, type Reader } from '../disclosure/discloses.ts';
import { labelId, PUBLIC, type Label } from '../disclosure/label.ts';
import type { WritePrivilege } from './definition.ts';

/**
 * The labels of a store's records: a labelled table has a column that names one of them by its id. Thousands of
 * records share a few labels.
 */
export interface LabelTables {
  label: { id: string; marking: string | null; restricted: number };
  /** The levels at which it may be handled: its marking, and what the originator says of recipients' schemes. */
  label_level: { label: string; level: string };
  label_release: { label: string; partner: string };
  label_compartment: { label: string; compartment: string };
}

const LISTS = { label_level: 'level', label_release: 'partner', label_compartment: 'compartment' } as const;

/** What a subgraph writes that takes labels from its clients. */
export const LABEL_WRITES = {
  label: ['insert'],
  label_level: ['insert'],
  label_release: ['insert'],
  label_compartment: ['insert'],
} as const satisfies Record<keyof LabelTables, readonly WritePrivilege[]>;

/** Makes the tables, with the label of what is public in them. */
export const labelTables: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('label')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('marking', 'text')
      .addColumn('restricted', 'integer', (column) => column.notNull())
      .execute();
    for (const [table, column] of Object.entries(LISTS)) {
      await database.schema
        .createTable(table)
        .addColumn('label', 'text', (it) => it.notNull())
        .addColumn(column, 'text', (it) => it.notNull())
        .addPrimaryKeyConstraint(`${table}_key`, ['label', column])
        .execute();
    }
    await storeLabels(database as Kysely<LabelTables>, [PUBLIC]);
  },
};

/** Adds the column that names a record's label to a table, as public for the records that are there. */
export async function addLabelColumn(database: Kysely<unknown>, table: string): Promise<void> {
  await database.schema
    .alterTable(table)
    .addColumn('label', 'text', (column) => column.notNull().defaultTo(labelId(PUBLIC)))
    .execute();
}

/** Stores the labels that are not there yet. A label never changes: another one has another id. */
export async function storeLabels<Tables extends LabelTables>(
  database: Kysely<Tables> | Transaction<Tables>,
  labels: readonly Label[],
): Promise<void> {
  const store = database as unknown as Kysely<LabelTables>;
  for (const [id, label] of new Map(labels.map((it) => [labelId(it), it]))) {
    const { marking, handledAs, releasableTo, compartments } = label;
    const rows = {
      label: [{ id, marking, restricted: releasableTo === null ? 0 : 1 }],
      label_level: unique(marking === null ? [] : [marking, ...handledAs]).map((level) => ({
        label: id,
        level,
      })),
      label_release: unique(releasableTo ?? []).map((partner) => ({ label: id, partner })),
      label_compartment: unique(compartments).map((compartment) => ({ label: id, compartment })),
    };
    for (const [table, some] of Object.entries(rows)) {
      if (some.length === 0) continue;
      await store
        .insertInto(table as keyof LabelTables)
        .values(some as never)
        .onConflict((conflicting) => conflicting.doNothing())
        .execute();
    }
  }
}

/**
 * The condition under which the record whose label stands in `column` may be shown to a reader: what
 * `discloses` says, in SQL. Part of every read of a labelled table.
 */
export function disclosedTo(
  { partner, clearance, compartments }: Reader,
  column: string,
): RawBuilder<boolean> {
  const open = oneOf('label.marking', OPEN_MARKINGS);
  const cleared = oneOf('label_level.level', readableLevels(clearance));
  const foreign =
    compartments.length > 0 ? sql`not ${oneOf('label_compartment.compartment', compartments)}` : ALL;
  return sql<boolean>`${sql.ref(column)} in (
    select label.id from label
    where (${open} or (label.restricted = 1 and exists (
        select 1 from label_level where label_level.label = label.id and ${cleared})))
      and (label.restricted = 0 or exists (
        select 1 from label_release where label_release.label = label.id
          and ${oneOf('label_release.partner', partner === null ? [] : [partner])}))
      and not exists (
        select 1 from label_compartment where label_compartment.label = label.id and ${foreign}))`;
}

const ALL = sql<boolean>`1 = 1`;
const NONE = sql<boolean>`1 = 0`;

/** A list without values is no SQL: nothing is one of none. */
function oneOf(column: string, values: readonly string[]): RawBuilder<boolean> {
  return values.length > 0 ? sql<boolean>`${sql.ref(column)} in (${sql.join(values)})` : NONE;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
