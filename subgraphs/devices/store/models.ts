import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Day } from '../../../platform/calendar/day.ts';
import type { Reader } from '../../../platform/disclosure/discloses.ts';
import { labelOfId } from '../../../platform/disclosure/label.ts';
import { chunks } from '../../../platform/store/database.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { cutPage, type Page } from '../../../platform/paging/page.ts';
import type { StoredModel } from './import/read-models.ts';
import type { Tables } from './tables.ts';

const IDS_PER_STATEMENT = 500;

/** What device models are searched by. A model that does not publish a measure never matches a bound on it. */
export interface ModelSearch {
  readonly offlineCapable: boolean | null;
  readonly ruggedised: boolean | null;
  readonly maxWeightKg: number | null;
  readonly minStorageTb: number | null;
  readonly minOfflineDays: number | null;
  /** Whether it is discontinued on `day`. */
  readonly discontinued: boolean | null;
  readonly day: Day;
  readonly provider: string | null;
  readonly family: string | null;
  /** All words must occur; each is taken literally. */
  readonly text: string | null;
}

/** `NAME`, `WEIGHT` (lightest first), `STORAGE` (largest first). */
export type ModelOrder = 'NAME' | 'WEIGHT' | 'STORAGE';

const ORDER_COLUMNS = {
  NAME: 'name_key',
  WEIGHT: 'weight_key',
  STORAGE: 'storage_key',
} as const satisfies Record<ModelOrder, keyof Tables['device_model']>;

/** A model on a page, with its place in the order. */
export interface PlacedModel {
  readonly stored: StoredModel;
  readonly position: ModelPosition;
}

/** What the order sorts by, then the id. */
export type ModelPosition = readonly [key: string | number, id: string];

/** The models that match and that the reader may see, in order: those after `after`, at most `size`. */
export async function pageOfModels(
  database: Kysely<Tables>,
  search: ModelSearch,
  reader: Reader,
  order: ModelOrder,
  after: ModelPosition | null,
  size: number,
): Promise<Page<PlacedModel>> {
  const column = ORDER_COLUMNS[order];
  let query = matching(database, search, reader).select(['id', 'document', 'label', `${column} as key`]);
  if (after) {
    const [key, id] = after;
    query = query.where((where) =>
      where.or([where(column, '>', key), where.and([where(column, '=', key), where('id', '>', id)])]),
    );
  }
  const rows = await query
    .orderBy(column)
    .orderBy('id')
    .limit(size + 1)
    .execute();
  const page = cutPage(rows, size);
  return {
    hasNextPage: page.hasNextPage,
    rows: page.rows.map((row) => ({
      stored: storedModel(row),
      position: [row.key, row.id],
    })),
  };
}

/** The model that a row holds. */
export function storedModel({
  document,
  label,
}: Pick<Tables['device_model'], 'document' | 'label'>): StoredModel {
  return { ...(JSON.parse(document) as Omit<StoredModel, 'label'>), label: labelOfId(label) };
}

/** The models of these ids that the reader may see. */
export async function modelsByIds(
  database: Kysely<Tables>,
  ids: readonly string[],
  reader: Reader,
): Promise<ReadonlyMap<string, StoredModel>> {
  const found = new Map<string, StoredModel>();
  for (const some of chunks(ids, IDS_PER_STATEMENT)) {
    const rows = await database
      .selectFrom('device_model')
      .select(['id', 'document', 'label'])
      .where('id', 'in', some)
      .where(disclosedTo(reader, 'device_model.label'))
      .execute();
    for (const row of rows) found.set(row.id, storedModel(row));
  }
  return found;
}

/** How many models match that the reader may see. */
export async function countModels(
  database: Kysely<Tables>,
  search: ModelSearch,
  reader: Reader,
): Promise<number> {
  const row = await matching(database, search, reader)
    .select((select) => select.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function matching(database: Kysely<Tables>, search: ModelSearch, reader: Reader) {
  let query = database.selectFrom('device_model').where(disclosedTo(reader, 'device_model.label'));
  if (search.offlineCapable !== null) {
    query = query.where('offline_capable', '=', Number(search.offlineCapable));
  }
  if (search.ruggedised !== null) query = query.where('ruggedised', '=', Number(search.ruggedised));
  if (search.maxWeightKg !== null) query = query.where('weight_kg', '<=', search.maxWeightKg);
  if (search.minStorageTb !== null) query = query.where('max_storage_tb', '>=', search.minStorageTb);
  if (search.minOfflineDays !== null) {
    query = query.where('max_disconnected_days', '>=', search.minOfflineDays);
  }
  if (search.discontinued === true) query = query.where('discontinued_from', '<=', search.day);
  if (search.discontinued === false) {
    query = query.where((where) =>
      where.or([where('discontinued_from', 'is', null), where('discontinued_from', '>', search.day)]),
    );
  }
  if (search.provider !== null) query = query.where('provider', '=', search.provider);
  if (search.family !== null) query = query.where('family_key', '=', search.family.toLowerCase());
  for (const word of (search.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
  }
  return query;
}
