import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addLabelColumn, labelTables, type LabelTables } from '../../../platform/store/labels.ts';

/** Columns hold what is searched and ordered by; `document` is the record as JSON. */
export interface Tables extends LabelTables {
  profile: { id: string; document: string; label: string };
  offering: {
    id: string;
    profile: string;
    category: string;
    /** The name, folded for order: binary order of it is alphabetical whatever the case. */
    sort_name: string;
    /** Name, id, category, provider and environment, folded for search. */
    search_text: string;
    document: string;
  };
  /** How many offerings each profile has in each category. */
  profile_category: { profile: string; category: string; offerings: number };
  provider: { id: string; document: string };
  environment: { id: string; document: string };
  region: { id: string; document: string };
  source: { id: string; document: string };
}

/** The tables that hold facts, in an order in which they can be emptied and filled. */
export const FACT_TABLES = [
  'source',
  'region',
  'provider',
  'environment',
  'profile',
  'profile_category',
  'offering',
] as const satisfies readonly (keyof Tables)[];

const facts: Migration = {
  async up(database: Kysely<unknown>) {
    const records = (name: (typeof FACT_TABLES)[number]) =>
      database.schema
        .createTable(name)
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('document', 'text', (column) => column.notNull());

    for (const name of ['source', 'region', 'provider', 'environment', 'profile'] as const) {
      await records(name).execute();
    }
    await records('offering')
      .addColumn('profile', 'text', (column) => column.notNull())
      .addColumn('category', 'text', (column) => column.notNull())
      .addColumn('sort_name', 'text', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .execute();
    // A page reads the first rows of each qualifying profile from one of these, in order.
    for (const columns of [
      ['profile', 'sort_name', 'id'],
      ['profile', 'category', 'sort_name', 'id'],
    ]) {
      await database.schema
        .createIndex(['offering', ...columns].join('_'))
        .on('offering')
        .columns(columns)
        .execute();
    }
    await database.schema
      .createTable('profile_category')
      .addColumn('profile', 'text', (column) => column.notNull())
      .addColumn('category', 'text', (column) => column.notNull())
      .addColumn('offerings', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('profile_category_key', ['profile', 'category'])
      .execute();
  },
};

const labels: Migration = {
  async up(database: Kysely<unknown>) {
    await labelTables.up(database);
    await addLabelColumn(database, 'profile');
  },
};

export const migrations: Readonly<Record<string, Migration>> = { '0001-facts': facts, '0002-labels': labels };
