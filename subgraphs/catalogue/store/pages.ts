import { sql, type Kysely } from 'kysely';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import type { Position } from './catalogue-store.ts';
import { wordPatterns } from './word-patterns.ts';
import type { Tables } from './tables.ts';

/** The rows of one profile, or of one category of it, in order of name and id. */
export interface Strand {
  readonly profile: string;
  /** Null for all categories, in all strands of a page or in none. */
  readonly category: string | null;
  /** How many rows it has, whatever words are searched for. */
  readonly rows: number;
}

/** Strands whose rows come together, before those of the next bucket. */
export interface Bucket {
  /** Its place in the order, the head of the positions of its rows. */
  readonly place: Position;
  readonly strands: readonly Strand[];
}

export interface Row {
  readonly id: string;
  readonly position: Position;
  readonly document: string;
}

/**
 * The first `limit` rows after a position, bucket by bucket. Of each strand at most `limit` rows are read
 * from an index, and all strands are merged in one statement, so that the cost depends on the number of
 * strands and on `limit`, and neither on how many rows there are nor on where the page begins. Buckets that the
 * page cannot reach are not read.
 */
export async function readPage(
  database: StoreDatabase<Tables>,
  buckets: readonly Bucket[],
  text: string | null | undefined,
  after: Position | null,
  limit: number,
): Promise<Row[]> {
  const patterns = wordPatterns(text);
  const reached = strandsReached(buckets, after, limit, patterns.length > 0);
  const byCategory = reached.some(({ strand }) => strand.category !== null);
  const page = await database.firstOfStrands({
    table: 'offering',
    columns: byCategory ? ['profile', 'category'] : ['profile'],
    keys: ['sort_name', 'id'],
    conditions: patterns.map((pattern) => sql`search_text like ${pattern} escape '\\'`),
    strands: reached.map(({ strand, index, start }) => ({
      place: index,
      having: strand.category === null ? [strand.profile] : [strand.profile, strand.category],
      after: start,
    })),
    limit,
  });
  const documents = await readDocuments(
    database,
    page.map(({ keys }) => keys[1] as string),
  );
  return page.map(({ place, keys }) => {
    const id = keys[1] as string;
    return {
      id,
      position: [...(buckets[place] as Bucket).place, ...keys],
      document: documents.get(id) as string,
    };
  });
}

/** A strand of the bucket at `index`, and the sort keys after which its rows follow the position. */
interface ReachedStrand {
  readonly strand: Strand;
  readonly index: number;
  readonly start: readonly string[] | null;
}

/**
 * The strands of which the page can have rows: those of the first buckets that are sure to fill it.
 * @param searches whether words are searched for, so that a strand may have fewer rows than it says.
 */
function strandsReached(
  buckets: readonly Bucket[],
  after: Position | null,
  limit: number,
  searches: boolean,
): ReachedStrand[] {
  const reached: ReachedStrand[] = [];
  let sure = 0;
  for (const [index, { place, strands }] of buckets.entries()) {
    if (sure >= limit) break;
    const start = after && startIn(place, after);
    if (start === 'BEFORE') continue;
    reached.push(...strands.map((strand) => ({ strand, index, start })));
    // How many follow a position within the bucket is not known.
    if (!searches && start === null) sure += strands.reduce((sum, { rows }) => sum + rows, 0);
  }
  return reached;
}

async function readDocuments(
  database: Kysely<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await database
    .selectFrom('offering')
    .select(['id', 'document'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, document }) => [id, document]));
}

/** The sort keys after which rows of a bucket follow a position; null: all of them follow; BEFORE: none. */
function startIn(place: Position, after: Position): readonly string[] | 'BEFORE' | null {
  for (const [index, part] of place.entries()) {
    const other = after[index] as string | number;
    if (part !== other) return part < other ? 'BEFORE' : null;
  }
  return after.slice(place.length) as string[];
}
