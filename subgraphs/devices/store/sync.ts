import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { dayOf, type Day } from '../../../platform/calendar/day.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { changesSince, type DeviceChange, type DeviceKnowledge } from '../domain/changes.ts';
import { clockWarnings, type ClockWarning } from '../domain/clock.ts';
import { canonicalEntry, type DigestedEntry, type JournalEntry } from '../domain/journal-entry.ts';
import { mergeJournal, type JournalMerge } from '../domain/journal.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { audit, type Actor } from './audit.ts';
import { lockDevice, storeDevice, withConnection } from './device-writes.ts';
import type { StoredModel } from './import/read-models.ts';
import { knownJournal, storeMerge } from './journals.ts';
import type { DeviceRow, Tables } from './tables.ts';

/** What a catalogue version stands for: what the device was told when it got it. */
export interface HeldVersion {
  /** Digest of its model's content; null where the model was withdrawn. */
  readonly modelDigest: string | null;
  readonly name: string;
  readonly day: Day;
}

/** What a device brings. */
export interface SyncRequest {
  readonly device: string;
  readonly entries: readonly JournalEntry[];
  /** The version it holds, as it sent it and as it reads; the latter null where it holds none that is known. */
  readonly catalogueVersion: string | null;
  readonly held: HeldVersion | null;
  /** Whether the device itself is in contact, so that it is online now. */
  readonly connected: boolean;
  readonly deviceTime: Date | null;
}

/** What a device is answered. */
export interface SyncAnswer {
  readonly device: DeviceRow;
  readonly merge: JournalMerge;
  /** Digest of the entry at `acknowledgedThrough`; null where nothing is acknowledged. */
  readonly headDigest: string | null;
  readonly clock: readonly ClockWarning[];
  /** True where the changes are everything, because the version held is unknown. */
  readonly complete: boolean;
  readonly changes: readonly DeviceChange[];
  readonly version: HeldVersion;
}

/**
 * Takes the journal of a device and says what changed for it, in one transaction.
 * @throws BAD_USER_INPUT where the partner has no such device.
 */
export function syncDevice(
  database: StoreDatabase<Tables>,
  actor: Actor,
  request: SyncRequest,
): Promise<SyncAnswer> {
  const batch = request.entries.map(digested);
  return database.change(`device ${request.device}`, async (transaction) => {
    const { now } = actor;
    const locked = await lockDevice(transaction, actor, request.device);
    const known = await knownJournal(transaction, locked.id, batch);
    const merge = mergeJournal(known, batch);
    await storeMerge(transaction, locked.id, known, merge, now.toISOString());
    const device: DeviceRow = {
      ...(request.connected ? withConnection(locked, 'ONLINE', now) : locked),
      last_sync_at: now.toISOString(),
      acknowledged_through: merge.acknowledgedThrough,
      held_version: request.catalogueVersion,
    };
    await storeDevice(transaction, device);
    const current = await currentVersion(transaction, actor, device);
    const before = request.held && (await knowledgeOf(transaction, actor, device.model, request.held));
    const knowledge = await knowledgeOf(transaction, actor, device.model, current);
    if (!knowledge) throw new Error(`The content of model ${device.model} is not kept.`);
    await audit(transaction, actor, 'syncDevice', device.id, {
      entries: batch.length,
      accepted: merge.accepted.length,
      duplicates: merge.duplicates,
      forks: merge.forks.length,
      gaps: merge.gaps.length,
      acknowledgedThrough: merge.acknowledgedThrough,
    });
    return {
      device,
      merge,
      headDigest: await digestAt(transaction, device.id, merge.acknowledgedThrough),
      clock: clockWarnings(batch, request.deviceTime, now),
      complete: before === null,
      changes: changesSince(before, knowledge),
      version: current,
    };
  });
}

function digested(entry: JournalEntry): DigestedEntry {
  return { ...entry, digest: createHash('sha256').update(canonicalEntry(entry)).digest('hex') };
}

/** A model that the actor may not see is withdrawn for them. */
async function currentVersion(
  database: Kysely<Tables>,
  { viewer, now }: Actor,
  { model, name }: DeviceRow,
): Promise<HeldVersion> {
  const row = await database
    .selectFrom('device_model')
    .select('digest')
    .where('id', '=', model)
    .where(disclosedTo(viewer, 'device_model.label'))
    .executeTakeFirst();
  return { modelDigest: row?.digest ?? null, name, day: dayOf(now) };
}

/** What a version stands for; null where its content is not kept here, or the actor may not see it. */
async function knowledgeOf(
  database: Kysely<Tables>,
  { viewer }: Actor,
  model: string,
  { modelDigest, name, day }: HeldVersion,
): Promise<DeviceKnowledge | null> {
  if (modelDigest === null) return { name, model: null, day };
  const row = await database
    .selectFrom('model_version')
    .select('document')
    .where('model', '=', model)
    .where('digest', '=', modelDigest)
    .where(disclosedTo(viewer, 'model_version.label'))
    .executeTakeFirst();
  return row ? { name, model: (JSON.parse(row.document) as StoredModel).model, day } : null;
}

async function digestAt(database: Kysely<Tables>, device: string, sequence: number): Promise<string | null> {
  const row = await database
    .selectFrom('journal_entry')
    .select('digest')
    .where('device', '=', device)
    .where('sequence', '=', sequence)
    .executeTakeFirst();
  return row?.digest ?? null;
}
