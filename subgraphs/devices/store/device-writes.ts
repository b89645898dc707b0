import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { labelId, type Label } from '../../../platform/disclosure/label.ts';
import { badInput, conflict, PublicError } from '../../../platform/errors.ts';
import { disclosedTo, storeLabels } from '../../../platform/store/labels.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { afterReport, type ConnectionState } from '../domain/connection.ts';
import { audit, type Actor } from './audit.ts';
import type { DeviceRow, Tables } from './tables.ts';

export interface Registration {
  readonly model: string;
  readonly name: string;
  readonly serialNumber: string | null;
  /** Whom of the partner it may be shown to. */
  readonly label: Label;
}

/**
 * Registers a unit in the hands of the actor's partner.
 * @throws BAD_USER_INPUT where the model is not known, or the partner has the serial number already.
 */
export function registerDevice(
  database: StoreDatabase<Tables>,
  actor: Actor,
  { model, name, serialNumber, label }: Registration,
): Promise<DeviceRow> {
  return database.change(`devices of ${actor.viewer.partner}`, async (transaction) => {
    const known = await transaction
      .selectFrom('device_model')
      .select('id')
      .where('id', '=', model)
      .where(disclosedTo(actor.viewer, 'device_model.label'))
      .executeTakeFirst();
    if (!known) throw badInput('input.model', 'the id of a device model', model);
    const device: DeviceRow = {
      id: `dev_${randomUUID()}`,
      partner: actor.viewer.partner,
      model,
      name,
      name_key: name.toLowerCase(),
      serial_number: serialNumber,
      connection: 'UNKNOWN',
      offline_since: null,
      connection_reported_at: null,
      last_sync_at: null,
      acknowledged_through: 0,
      held_version: null,
      version: 1,
      registered_at: actor.now.toISOString(),
      label: labelId(label),
    };
    await storeLabels(transaction, [label]);
    const taken = await transaction
      .selectFrom('device')
      .select('id')
      .where('partner', '=', device.partner)
      .where('serial_number', '=', serialNumber)
      .where(disclosedTo(actor.viewer, 'device.label'))
      .executeTakeFirst();
    const inserted = await transaction
      .insertInto('device')
      .values(device)
      .onConflict((conflicting) => conflicting.columns(['partner', 'label', 'serial_number']).doNothing())
      .executeTakeFirst();
    if (taken || !inserted.numInsertedOrUpdatedRows) {
      throw badInput('input.serialNumber', 'one under which no device is registered yet', serialNumber);
    }
    await audit(transaction, actor, 'registerDevice', device.id, { model, name, serialNumber, label });
    return device;
  });
}

/**
 * Gives a device another name.
 * @throws BAD_USER_INPUT where the partner has no such device; CONFLICT where it is at another version.
 */
export function renameDevice(
  database: StoreDatabase<Tables>,
  actor: Actor,
  { device: id, name, version }: { readonly device: string; readonly name: string; readonly version: number },
): Promise<DeviceRow> {
  return database.change(`device ${id}`, async (transaction) => {
    const device = await lockDevice(transaction, actor, id);
    requireVersion(device, version);
    const renamed = { ...device, name, name_key: name.toLowerCase(), version: device.version + 1 };
    await storeDevice(transaction, renamed);
    await audit(transaction, actor, 'renameDevice', id, { before: device.name, after: name });
    return renamed;
  });
}

/** What is reported of a device's connection; `version` is checked where it is given. */
export interface ConnectionReport {
  readonly device: string;
  readonly state: ConnectionState;
  readonly at: Date;
  readonly version: number | null;
}

/**
 * Takes a report on a device's connection. `applied` is false where the report speaks of an earlier instant
 * than one that was taken before.
 * @throws BAD_USER_INPUT where the partner has no such device; CONFLICT where it is at another version.
 */
export function reportConnection(
  database: StoreDatabase<Tables>,
  actor: Actor,
  { device: id, state, at, version }: ConnectionReport,
): Promise<{ device: DeviceRow; applied: boolean }> {
  return database.change(`device ${id}`, async (transaction) => {
    const device = await lockDevice(transaction, actor, id);
    if (version !== null) requireVersion(device, version);
    const reported = withConnection(device, state, at);
    const applied = reported !== device;
    if (applied) await storeDevice(transaction, reported);
    await audit(transaction, actor, 'reportConnection', id, { state, at: at.toISOString(), applied });
    return { device: reported, applied };
  });
}

/**
 * The actor's device, locked until the transaction ends: its first statement writes, so that a second one
 * on the same device waits and then reads what the first one left.
 * @throws BAD_USER_INPUT, the same words for a device that is not theirs to see and for one that does not exist.
 */
export async function lockDevice(
  transaction: Transaction<Tables>,
  { viewer }: Actor,
  id: string,
): Promise<DeviceRow> {
  const device = await transaction
    .updateTable('device')
    .set((column) => ({ version: column.ref('version') }))
    .where('id', '=', id)
    .where('partner', '=', viewer.partner)
    .where(disclosedTo(viewer, 'device.label'))
    .returningAll()
    .executeTakeFirst();
  if (device) return device;
  const argument = 'input.device';
  throw new PublicError('BAD_USER_INPUT', `${argument}: expected the id of a device of your own.`, {
    argument,
  });
}

export async function storeDevice(transaction: Transaction<Tables>, device: DeviceRow): Promise<void> {
  await transaction.updateTable('device').set(device).where('id', '=', device.id).execute();
}

/** The row after a report on its connection; the same row where nothing changes. */
export function withConnection(device: DeviceRow, state: ConnectionState, at: Date): DeviceRow {
  const before = {
    state: device.connection,
    offlineSince: device.offline_since,
    reportedAt: device.connection_reported_at,
  };
  const after = afterReport(before, state, at.toISOString());
  if (after === before) return device;
  const changed = after.state !== before.state || after.offlineSince !== before.offlineSince;
  return {
    ...device,
    connection: after.state,
    offline_since: after.offlineSince,
    connection_reported_at: after.reportedAt,
    version: device.version + (changed ? 1 : 0),
  };
}

function requireVersion(device: DeviceRow, version: number): void {
  if (device.version !== version) throw conflict(`Device ${device.id}`, version, device.version);
}
