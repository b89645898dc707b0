import { sql, type Kysely } from 'kysely';
import type { PartnerViewer } from '../../../platform/identity/viewer.ts';
import { chunks } from '../../../platform/store/database.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { cutPage, type Page } from '../../../platform/paging/page.ts';
import type { SequenceRange } from '../domain/ranges.ts';
import type { UsageTotal } from '../domain/usage.ts';
import type { DeviceRow, JournalRow, Tables } from './tables.ts';

const IDS_PER_STATEMENT = 500;

/** A place in the list of a partner's devices: the key of the name, then the id. */
export type DevicePosition = readonly [nameKey: string, id: string];

/** The devices of the viewer's partner that they may see, by name: those after `after`, at most `size`. */
export async function pageOfDevices(
  database: Kysely<Tables>,
  viewer: PartnerViewer,
  after: DevicePosition | null,
  size: number,
): Promise<Page<DeviceRow>> {
  let query = shownTo(database, viewer).selectAll();
  if (after) {
    const [key, id] = after;
    query = query.where((where) =>
      where.or([where('name_key', '>', key), where.and([where('name_key', '=', key), where('id', '>', id)])]),
    );
  }
  const rows = await query
    .orderBy('name_key')
    .orderBy('id')
    .limit(size + 1)
    .execute();
  return cutPage(rows, size);
}

/** How many devices of their partner's the viewer may see. */
export async function countDevices(database: Kysely<Tables>, viewer: PartnerViewer): Promise<number> {
  const row = await shownTo(database, viewer)
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The devices of these ids that are of the viewer's partner and that they may see. */
export async function devicesByIds(
  database: Kysely<Tables>,
  viewer: PartnerViewer,
  ids: readonly string[],
): Promise<DeviceRow[]> {
  const found: DeviceRow[] = [];
  for (const some of chunks(ids, IDS_PER_STATEMENT)) {
    const rows = await shownTo(database, viewer).selectAll().where('id', 'in', some).execute();
    found.push(...rows);
  }
  return found;
}

function shownTo(database: Kysely<Tables>, viewer: PartnerViewer) {
  return database
    .selectFrom('device')
    .where('partner', '=', viewer.partner)
    .where(disclosedTo(viewer, 'device.label'));
}

/** Rows of several devices, gathered by device. */
type ByDevice<Row> = ReadonlyMap<string, readonly Row[]>;

/** The ranges kept of each device's journal, in order. */
export async function rangesByDevice(
  database: Kysely<Tables>,
  devices: readonly string[],
): Promise<ByDevice<SequenceRange>> {
  const rows = await database
    .selectFrom('journal_range')
    .select(['device', 'range_from as from', 'range_to as to'])
    .where('device', 'in', devices)
    .orderBy('device')
    .orderBy('range_from')
    .execute();
  return byDevice(rows, ({ from, to }) => ({ from, to }));
}

/** The forks found in each device's journal, by sequence, with the digest that is kept. */
export async function forksByDevice(database: Kysely<Tables>, devices: readonly string[]) {
  const rows = await database
    .selectFrom('journal_fork as fork')
    .innerJoin('journal_entry as kept', (join) =>
      join.onRef('kept.device', '=', 'fork.device').onRef('kept.sequence', '=', 'fork.sequence'),
    )
    .select(['fork.device', 'fork.sequence', 'fork.digest as rejected', 'fork.reason', 'kept.digest as kept'])
    .where('fork.device', 'in', devices)
    .orderBy('fork.device')
    .orderBy('fork.sequence')
    .orderBy('fork.digest')
    .execute();
  return byDevice(rows, ({ device: _device, ...fork }) => fork);
}

/** What each device used, by offering and unit. */
export async function usageByDevice(
  database: Kysely<Tables>,
  devices: readonly string[],
): Promise<ByDevice<UsageTotal>> {
  const rows = await database
    .selectFrom('usage_total')
    .selectAll()
    .where('device', 'in', devices)
    .orderBy('device')
    .orderBy('offering')
    .orderBy('unit')
    .execute();
  return byDevice(rows, ({ device: _device, ...total }) => total);
}

/** A page of one device's journal: the entries after the sequence `after`, at most `size`. */
export interface JournalPageKey {
  readonly device: string;
  readonly after: number;
  readonly size: number;
}

/**
 * The pages asked for, in the order of the keys. One statement for all devices; a further one only where a
 * request asks for a second page of the same journal.
 */
export async function journalPages(
  database: Kysely<Tables>,
  keys: readonly JournalPageKey[],
): Promise<Page<JournalRow>[]> {
  const pages = new Map<JournalPageKey, Page<JournalRow>>();
  let rest = keys;
  while (rest.length > 0) {
    // The first of each device: rows are numbered from one start per device.
    const round = [...new Map(rest.toReversed().map((key) => [key.device, key])).values()];
    for (const [key, page] of await onePageOfEach(database, round)) pages.set(key, page);
    rest = rest.filter((key) => !pages.has(key));
  }
  return keys.map((key) => pages.get(key) ?? { rows: [], hasNextPage: false });
}

async function onePageOfEach(
  database: Kysely<Tables>,
  keys: readonly JournalPageKey[],
): Promise<readonly (readonly [JournalPageKey, Page<JournalRow>])[]> {
  const rows = await database
    .selectFrom((from) =>
      from
        .selectFrom('journal_entry')
        .selectAll()
        .select(sql<number>`row_number() over (partition by device order by sequence)`.as('place'))
        .where((where) =>
          where.or(
            keys.map(({ device, after }) =>
              where.and([where('device', '=', device), where('sequence', '>', after)]),
            ),
          ),
        )
        .as('numbered'),
    )
    .selectAll()
    .where('place', '<=', Math.max(...keys.map(({ size }) => size)) + 1)
    .orderBy('device')
    .orderBy('sequence')
    .execute();
  const gathered = byDevice(rows, (row): JournalRow => row);
  return keys.map((key) => [key, cutPage(gathered.get(key.device) ?? [], key.size)] as const);
}

function byDevice<Row extends { readonly device: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): ByDevice<Value> {
  const gathered = new Map<string, Value[]>();
  for (const row of rows) {
    const values = gathered.get(row.device);
    if (values) values.push(valueOf(row));
    else gathered.set(row.device, [valueOf(row)]);
  }
  return gathered;
}
