import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { labelId, PUBLIC } from '../../../platform/disclosure/label.ts';
import { addLabelColumn, labelTables, type LabelTables } from '../../../platform/store/labels.ts';
import type { AuditRecord, SpendRecord } from './records.ts';

/**
 * Columns hold what is searched, joined and ordered by; `document` is the record as JSON. Rows of `contract`,
 * `contract_supplier` and `hold` whose origin is FACTS are replaced when other facts are shipped; all
 * others, and the tables of operations, are never touched by seeding.
 */
export interface Tables extends LabelTables {
  source: { id: string; document: string };
  partner: { id: string; kind: string; document: string };
  supplier: { id: string; document: string };
  list_price: { offering: string; document: string; label: string };
  /** Shown to those who may see its contract and its own label. */
  price_term: { contract: string; document: string; label: string };
  contract: ContractRow;
  contract_supplier: { contract: string; origin: string; supplier: string };
  hold: HoldRow;
  /** The version of a contract that an operator has changed; any other is at version 1. */
  contract_version: { contract: string; version: number };
  spend: SpendRow;
  /** What an operator registered under a key of theirs; the label is the contract's. */
  registration: { viewer: string; key: string; contract: string; label: string };
  audit: AuditRow;
}

export interface ContractRow {
  id: string;
  origin: string;
  buyer: string;
  kind: string;
  conveys_purchase: number;
  title_key: string;
  /** Lower-case words to search in. */
  search_text: string;
  blueprint: string | null;
  /** Turning days of the status (see domain/status.ts). */
  begins: string | null;
  expires: string | null;
  cancelled: string | null;
  label: string;
  document: string;
}

export interface HoldRow {
  id: string;
  contract: string;
  origin: string;
  /** First day on hold, and the first day after; as wide as imprecise dates allow. */
  from_day: string;
  until_day: string | null;
  document: string;
}

export interface SpendRow extends Omit<SpendRecord, 'from' | 'until' | 'recordedAt'> {
  from_day: string;
  until_day: string;
  recorded_at: string;
}

export type AuditRow = AuditRecord;

/** Tables that hold nothing but facts. */
export const FACT_TABLES = ['source', 'partner', 'supplier', 'list_price', 'price_term'] as const;
/** Tables in which facts and operations stand side by side, told apart by `origin`. */
export const MIXED_TABLES = ['contract', 'contract_supplier', 'hold'] as const;

const initial: Migration = {
  async up(database: Kysely<unknown>) {
    const table = (name: keyof Tables) => database.schema.createTable(name);
    const documents = (name: keyof Tables, key: string) =>
      table(name)
        .addColumn(key, 'text', (column) => column.primaryKey())
        .addColumn('document', 'text', (column) => column.notNull());
    const index = (on: keyof Tables, ...columns: string[]) =>
      database.schema
        .createIndex([on, ...columns].join('_'))
        .on(on)
        .columns(columns)
        .execute();

    await documents('source', 'id').execute();
    await documents('partner', 'id')
      .addColumn('kind', 'text', (column) => column.notNull())
      .execute();
    await documents('supplier', 'id').execute();
    await documents('list_price', 'offering').execute();
    await documents('price_term', 'contract').execute();

    await documents('contract', 'id')
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('buyer', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('conveys_purchase', 'integer', (column) => column.notNull())
      .addColumn('title_key', 'text', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('blueprint', 'text')
      .addColumn('begins', 'text')
      .addColumn('expires', 'text')
      .addColumn('cancelled', 'text')
      .execute();
    await index('contract', 'buyer');
    await index('contract', 'blueprint');
    await index('contract', 'title_key');
    await table('contract_supplier')
      .addColumn('contract', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('supplier', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('contract_supplier_key', ['contract', 'supplier'])
      .execute();
    await index('contract_supplier', 'supplier');
    await documents('hold', 'id')
      .addColumn('contract', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('from_day', 'text', (column) => column.notNull())
      .addColumn('until_day', 'text')
      .execute();
    await index('hold', 'contract');

    await table('contract_version')
      .addColumn('contract', 'text', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute();
    await table('spend')
      .addColumn('contract', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('amount', 'text', (column) => column.notNull())
      .addColumn('currency', 'text', (column) => column.notNull())
      .addColumn('from_day', 'text', (column) => column.notNull())
      .addColumn('until_day', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('spend_key', ['contract', 'reference'])
      .execute();
    await table('registration')
      .addColumn('viewer', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('contract', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('registration_key', ['viewer', 'key'])
      .execute();
    await table('audit')
      .addColumn('contract', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('viewer', 'text', (column) => column.notNull())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_key', ['contract', 'version'])
      .execute();
  },
};

const labels: Migration = {
  async up(database: Kysely<unknown>) {
    await labelTables.up(database);
    for (const table of ['contract', 'price_term', 'list_price']) await addLabelColumn(database, table);
    // Facts are seeded anew; what operators registered says nothing of a label yet.
    const contracts = database as Kysely<Tables>;
    for (const { id, document } of await contracts
      .selectFrom('contract')
      .select(['id', 'document'])
      .execute()) {
      const labelled = JSON.stringify({ ...(JSON.parse(document) as object), label: PUBLIC });
      await contracts.updateTable('contract').set({ document: labelled }).where('id', '=', id).execute();
    }
  },
};

/**
 * A key is free where its operator registered nothing of the same label under it: else its refusal would tell of a
 * contract that the operator may not see any more.
 */
const registrationLabels: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('registration').renameTo('unlabelled_registration').execute();
    await database.schema
      .createTable('registration')
      .addColumn('viewer', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('contract', 'text', (column) => column.notNull())
      .addColumn('label', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('registration_key_by_label', ['viewer', 'key', 'label'])
      .execute();
    await sql`insert into registration (viewer, key, contract, label)
      select viewer, key, contract, coalesce(
        (select label from contract where contract.id = unlabelled_registration.contract),
        ${sql.lit(labelId(PUBLIC))})
      from unlabelled_registration`.execute(database);
    await database.schema.dropTable('unlabelled_registration').execute();
  },
};

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-contracts': initial,
  '0002-labels': labels,
  '0003-registration-labels': registrationLabels,
};
