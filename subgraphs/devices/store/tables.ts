import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { labelId, PUBLIC } from '../../../platform/disclosure/label.ts';
import { addLabelColumn, labelTables, type LabelTables } from '../../../platform/store/labels.ts';
import type { ConnectionState } from '../domain/connection.ts';
import type { JournalEntryKind } from '../domain/journal-entry.ts';
import type { JournalFork } from '../domain/journal.ts';

/** Columns hold what is searched and ordered by; a `document` is a record as JSON. Instants are ISO 8601, UTC. */
export interface Tables extends LabelTables {
  source: { id: string; document: string };
  device_model: {
    id: string;
    provider: string;
    family_key: string;
    offline_capable: number | null;
    ruggedised: number;
    weight_kg: number | null;
    max_storage_tb: number | null;
    max_disconnected_days: number | null;
    /** The first day from which it counts as discontinued; null where none is known. */
    discontinued_from: string | null;
    search_text: string;
    /** What the orders sort by, ascending; a model without the measure comes last. */
    name_key: string;
    weight_key: number;
    storage_key: number;
    digest: string;
    document: string;
    label: string;
  };
  /**
   * Every content that a model ever had here, so that a device can be told what changed, with the label that the
   * model last had with it.
   */
  model_version: { model: string; digest: string; document: string; recorded_at: string; label: string };
  device: DeviceRow;
  /** Which sequences of a device's journal are kept. */
  journal_range: { device: string; range_from: number; range_to: number };
  journal_entry: JournalRow;
  /** The other histories of a sequence. The document is null while only their digest is known. */
  journal_fork: {
    device: string;
    sequence: number;
    digest: string;
    reason: JournalFork['reason'];
    document: string | null;
    found_at: string;
  };
  usage_total: { device: string; offering: string; unit: string; quantity: string; entries: number };
  audit: {
    id: string;
    at: string;
    viewer: string;
    partner: string;
    action: string;
    subject: string;
    detail: string;
  };
}

export interface DeviceRow {
  id: string;
  partner: string;
  model: string;
  name: string;
  name_key: string;
  serial_number: string | null;
  connection: ConnectionState;
  offline_since: string | null;
  connection_reported_at: string | null;
  last_sync_at: string | null;
  acknowledged_through: number;
  /** The catalogue version that the device last said it held. */
  held_version: string | null;
  /** Counts the changes of its name and connection. */
  version: number;
  registered_at: string;
  /** Whom of its partner it may be shown to. */
  label: string;
}

export interface JournalRow {
  device: string;
  sequence: number;
  digest: string;
  previous_digest: string | null;
  at: string;
  kind: JournalEntryKind;
  offering: string | null;
  quantity: string | null;
  unit: string | null;
  payload: string | null;
  received_at: string;
}

const models: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('source')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('device_model')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('family_key', 'text', (column) => column.notNull())
      .addColumn('offline_capable', 'integer')
      .addColumn('ruggedised', 'integer', (column) => column.notNull())
      .addColumn('weight_kg', 'double precision')
      .addColumn('max_storage_tb', 'double precision')
      .addColumn('max_disconnected_days', 'integer')
      .addColumn('discontinued_from', 'text')
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('weight_key', 'double precision', (column) => column.notNull())
      .addColumn('storage_key', 'double precision', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('model_version')
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('model_version_key', ['model', 'digest'])
      .execute();
  },
};

function deviceTable(database: Kysely<unknown>) {
  return database.schema
    .createTable('device')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('partner', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('serial_number', 'text')
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('offline_since', 'text')
    .addColumn('connection_reported_at', 'text')
    .addColumn('last_sync_at', 'text')
    .addColumn('acknowledged_through', 'integer', (column) => column.notNull())
    .addColumn('held_version', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('registered_at', 'text', (column) => column.notNull());
}

async function indexDevices(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createIndex('device_by_name')
    .on('device')
    .columns(['partner', 'name_key', 'id'])
    .execute();
}

const devices: Migration = {
  async up(database: Kysely<unknown>) {
    await deviceTable(database)
      .addUniqueConstraint('device_serial_number', ['partner', 'serial_number'])
      .execute();
    await indexDevices(database);
    await database.schema
      .createTable('audit')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('viewer', 'text', (column) => column.notNull())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('audit_of_subject').on('audit').columns(['subject', 'at']).execute();
  },
};

const journals: Migration = {
  async up(database: Kysely<unknown>) {
    const ofDevice = (name: keyof Tables) =>
      database.schema.createTable(name).addColumn('device', 'text', (column) => column.notNull());
    await ofDevice('journal_range')
      .addColumn('range_from', 'integer', (column) => column.notNull())
      .addColumn('range_to', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('journal_range_key', ['device', 'range_from'])
      .execute();
    await ofDevice('journal_entry')
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('previous_digest', 'text')
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('offering', 'text')
      .addColumn('quantity', 'text')
      .addColumn('unit', 'text')
      .addColumn('payload', 'text')
      .addColumn('received_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('journal_entry_key', ['device', 'sequence'])
      .execute();
    await ofDevice('journal_fork')
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('document', 'text')
      .addColumn('found_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('journal_fork_key', ['device', 'sequence', 'digest'])
      .execute();
    await ofDevice('usage_total')
      .addColumn('offering', 'text', (column) => column.notNull())
      .addColumn('unit', 'text', (column) => column.notNull())
      .addColumn('quantity', 'text', (column) => column.notNull())
      .addColumn('entries', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('usage_total_key', ['device', 'offering', 'unit'])
      .execute();
  },
};

/**
 * A serial number is free where no device of the same label has it: else its refusal would tell of a device that
 * somebody may not see.
 */
const labels: Migration = {
  async up(database: Kysely<unknown>) {
    await labelTables.up(database);
    await addLabelColumn(database, 'device_model');
    await database.schema.alterTable('device').renameTo('unlabelled_device').execute();
    await deviceTable(database)
      .addColumn('label', 'text', (column) => column.notNull())
      .addUniqueConstraint('device_serial_number_by_label', ['partner', 'label', 'serial_number'])
      .execute();
    // The columns are the same and in the same order, and the label is the last.
    await sql`insert into device select *, ${sql.lit(labelId(PUBLIC))} from unlabelled_device`.execute(
      database,
    );
    await database.schema.dropTable('unlabelled_device').execute();
    await indexDevices(database);
  },
};

/** What a model said before it was relabelled is shown to those who might see it then. */
const versionLabels: Migration = {
  async up(database: Kysely<unknown>) {
    await addLabelColumn(database, 'model_version');
    await sql`update model_version
      set label = (select label from device_model where device_model.id = model_version.model)
      where model in (select id from device_model)`.execute(database);
  },
};

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-models': models,
  '0002-devices': devices,
  '0003-journals': journals,
  '0004-labels': labels,
  '0005-version-labels': versionLabels,
};
