import type { Kysely } from 'kysely';
import { chunks } from '../../../platform/store/database.ts';
import type { EntryLink, JournalFork, JournalMerge, KnownJournal } from '../domain/journal.ts';
import type { DigestedEntry } from '../domain/journal-entry.ts';
import { inRanges, type SequenceRange } from '../domain/ranges.ts';
import { addUsage, usageKey, usageOf, type UsageTotal } from '../domain/usage.ts';
import type { JournalRow, Tables } from './tables.ts';

const PER_STATEMENT = 500;

/** The ranges that are kept of one device's journal, in order. */
export async function rangesOf(database: Kysely<Tables>, device: string): Promise<SequenceRange[]> {
  return database
    .selectFrom('journal_range')
    .select(['range_from as from', 'range_to as to'])
    .where('device', '=', device)
    .orderBy('range_from')
    .execute();
}

/** What of a device's journal is known, as far as a batch touches it. */
export async function knownJournal(
  database: Kysely<Tables>,
  device: string,
  batch: readonly DigestedEntry[],
): Promise<KnownJournal> {
  const ranges = await rangesOf(database, device);
  const touched = new Set(batch.flatMap(({ sequence }) => [sequence - 1, sequence, sequence + 1]));
  const there = [...touched].filter((sequence) => inRanges(ranges, sequence));
  const kept = new Map<number, EntryLink>();
  for (const some of chunks(there, PER_STATEMENT)) {
    const rows = await database
      .selectFrom('journal_entry')
      .select(['sequence', 'digest', 'previous_digest'])
      .where('device', '=', device)
      .where('sequence', 'in', some)
      .execute();
    for (const { sequence, digest, previous_digest: previousDigest } of rows) {
      kept.set(sequence, { digest, previousDigest });
    }
  }
  return { ranges, kept };
}

/** Stores what a merge keeps, rejects and counts. */
export async function storeMerge(
  database: Kysely<Tables>,
  device: string,
  before: KnownJournal,
  merge: JournalMerge,
  receivedAt: string,
): Promise<void> {
  const rows = merge.accepted.map((entry): JournalRow => ({
    device,
    sequence: entry.sequence,
    digest: entry.digest,
    previous_digest: entry.previousDigest,
    at: entry.at,
    kind: entry.kind,
    offering: entry.offering,
    quantity: entry.quantity,
    unit: entry.unit,
    payload: entry.payload,
    received_at: receivedAt,
  }));
  for (const some of chunks(rows, PER_STATEMENT)) {
    await database.insertInto('journal_entry').values(some).execute();
  }
  await storeRanges(database, device, before.ranges, merge.ranges);
  await storeForks(database, device, merge.forks, merge.rejected, receivedAt);
  await storeUsage(database, device, usageOf(merge.accepted));
}

async function storeRanges(
  database: Kysely<Tables>,
  device: string,
  before: readonly SequenceRange[],
  after: readonly SequenceRange[],
): Promise<void> {
  const key = ({ from, to }: SequenceRange): string => `${from}-${to}`;
  const [old, fresh] = [new Set(before.map(key)), new Set(after.map(key))];
  const gone = before.filter((range) => !fresh.has(key(range))).map(({ from }) => from);
  for (const some of chunks(gone, PER_STATEMENT)) {
    await database
      .deleteFrom('journal_range')
      .where('device', '=', device)
      .where('range_from', 'in', some)
      .execute();
  }
  const added = after
    .filter((range) => !old.has(key(range)))
    .map(({ from, to }) => ({ device, range_from: from, range_to: to }));
  for (const some of chunks(added, PER_STATEMENT)) {
    await database.insertInto('journal_range').values(some).execute();
  }
}

/** A fork of which only the digest was known gets its content when that comes. */
async function storeForks(
  database: Kysely<Tables>,
  device: string,
  forks: readonly JournalFork[],
  rejected: readonly DigestedEntry[],
  foundAt: string,
): Promise<void> {
  const contents = new Map(rejected.map((entry) => [`${entry.sequence}:${entry.digest}`, entry]));
  const rows = forks.map(({ sequence, rejected: digest, reason }) => {
    const content = contents.get(`${sequence}:${digest}`);
    const document = content ? JSON.stringify(content) : null;
    return { device, sequence, digest, reason, document, found_at: foundAt };
  });
  for (const some of chunks(rows, PER_STATEMENT)) {
    await database
      .insertInto('journal_fork')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['device', 'sequence', 'digest'])
          .doUpdateSet((column) => ({
            reason: column.ref('excluded.reason'),
            document: column.ref('excluded.document'),
          }))
          .where('journal_fork.document', 'is', null),
      )
      .execute();
  }
}

async function storeUsage(
  database: Kysely<Tables>,
  device: string,
  added: ReadonlyMap<string, UsageTotal>,
): Promise<void> {
  for (const some of chunks([...added.values()], PER_STATEMENT)) {
    const rows = await database
      .selectFrom('usage_total')
      .select(['offering', 'unit', 'quantity', 'entries'])
      .where('device', '=', device)
      .where('offering', 'in', [...new Set(some.map(({ offering }) => offering))])
      .execute();
    const known = new Map(rows.map((row) => [usageKey(row.offering, row.unit), row]));
    const totals = some.map((more) => ({
      device,
      ...addUsage(known.get(usageKey(more.offering, more.unit)), more),
    }));
    await database
      .insertInto('usage_total')
      .values(totals)
      .onConflict((conflict) =>
        conflict.columns(['device', 'offering', 'unit']).doUpdateSet((column) => ({
          quantity: column.ref('excluded.quantity'),
          entries: column.ref('excluded.entries'),
        })),
      )
      .execute();
  }
}
