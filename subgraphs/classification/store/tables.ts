import type { Migration } from 'kysely/migration';
import type { Kysely } from 'kysely';

/** Columns hold what is searched and ordered by; `document` is the record as JSON. */
export interface Tables {
  meta: { name: string; value: string };
  source: { id: string; document: string };
  scheme: { id: string; place: number; document: string };
  level: { id: string; document: string };
  equivalence: {
    id: string;
    from_level: string;
    from_scheme: string;
    to_level: string | null;
    to_scheme: string | null;
    document: string;
  };
  agreement: {
    id: string;
    kind: string;
    status: string;
    /** The first day on which it may be in force as far as verified dates show; null where they do not. */
    may_begin: string | null;
    document: string;
  };
  agreement_party: { agreement: string; partner: string | null; members_of: string | null };
  authorisation: { id: string; jurisdiction: string; document: string };
  clearance: { id: string; grantor: string; position: number; document: string };
  membership: { id: string; organisation: string; member: string; document: string };
}

/** The tables that hold facts, in an order in which they can be emptied and filled. */
export const FACT_TABLES = [
  'meta',
  'source',
  'scheme',
  'level',
  'equivalence',
  'agreement',
  'agreement_party',
  'authorisation',
  'clearance',
  'membership',
] as const satisfies readonly (keyof Tables)[];

const facts: Migration = {
  async up(database: Kysely<unknown>) {
    const table = (name: (typeof FACT_TABLES)[number]) => database.schema.createTable(name);
    const records = (name: (typeof FACT_TABLES)[number]) =>
      table(name)
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('document', 'text', (column) => column.notNull());
    const index = (on: string, ...columns: string[]) =>
      database.schema
        .createIndex([on, ...columns].join('_'))
        .on(on)
        .columns(columns)
        .execute();

    await table('meta')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
    await records('source').execute();
    await records('scheme')
      .addColumn('place', 'integer', (column) => column.notNull())
      .execute();
    await records('level').execute();
    await records('equivalence')
      .addColumn('from_level', 'text', (column) => column.notNull())
      .addColumn('from_scheme', 'text', (column) => column.notNull())
      .addColumn('to_level', 'text')
      .addColumn('to_scheme', 'text')
      .execute();
    await index('equivalence', 'from_level');
    await index('equivalence', 'to_level');
    await index('equivalence', 'from_scheme');
    await records('agreement')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('may_begin', 'text')
      .execute();
    await table('agreement_party')
      .addColumn('agreement', 'text', (column) => column.notNull())
      .addColumn('partner', 'text')
      .addColumn('members_of', 'text')
      .execute();
    await index('agreement_party', 'partner');
    await index('agreement_party', 'members_of');
    await records('authorisation')
      .addColumn('jurisdiction', 'text', (column) => column.notNull())
      .execute();
    await records('clearance')
      .addColumn('grantor', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .execute();
    await index('clearance', 'grantor');
    await records('membership')
      .addColumn('organisation', 'text', (column) => column.notNull())
      .addColumn('member', 'text', (column) => column.notNull())
      .execute();
    await index('membership', 'member');
  },
};

export const migrations: Readonly<Record<string, Migration>> = { '0001-facts': facts };
