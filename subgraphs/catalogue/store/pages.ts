import { sql, type Kysely, type RawBuilder } from 'kysely';
import { chunks } from '../../../platform/store/database.ts';
import type { Position } from './catalogue-store.ts';
import { wordPatterns } from './word-patterns.ts';
import type { Tables } from './tables.ts';

/** The rows of one profile, or of one category of it, in order of name and id. */
export interface Strand {
  readonly profile: string;
  /** Null for all categories. */
  readonly category: string | null;
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

/** SQLite joins at most 500 selects in one. */
const STRANDS_PER_STATEMENT = 250;

/**
 * The first `limit` rows after a position, bucket by bucket. Of each strand at most `limit` rows are read
 * from an index and merged, so that the cost depends on the number of strands and on `limit`, and not on
 * how many rows there are.
 */
export async function readPage(
  database: Kysely<Tables>,
  buckets: readonly Bucket[],
  text: string | null | undefined,
  after: Position | null,
  limit: number,
): Promise<Row[]> {
  const patterns = wordPatterns(text);
  const rows: Row[] = [];
  for (const bucket of buckets) {
    if (rows.length >= limit) break;
    const start = after && startIn(bucket.place, after);
    if (start === 'BEFORE') continue;
    rows.push(...(await readBucket(database, bucket, patterns, start, limit - rows.length)));
  }
  return rows;
}

/** The sort keys after which rows of a bucket follow a position; null: all of them follow; BEFORE: none. */
function startIn(place: Position, after: Position): readonly string[] | 'BEFORE' | null {
  for (const [index, part] of place.entries()) {
    const other = after[index] as string | number;
    if (part !== other) return part < other ? 'BEFORE' : null;
  }
  return after.slice(place.length) as string[];
}

async function readBucket(
  database: Kysely<Tables>,
  { place, strands }: Bucket,
  patterns: readonly string[],
  start: readonly string[] | null,
  limit: number,
): Promise<Row[]> {
  const heads: { id: string; sort_name: string }[] = [];
  for (const some of chunks(strands, STRANDS_PER_STATEMENT)) {
    const parts = some.map((strand) => strandHead(strand, patterns, start, limit));
    const union = sql<{ id: string; sort_name: string }>`
      select id, sort_name from (${sql.join(parts, sql` union all `)}) as heads
      order by sort_name, id limit ${limit}`;
    heads.push(...(await union.execute(database)).rows);
  }
  if (heads.length === 0) return [];
  const first = heads
    .sort((a, b) => compare(a.sort_name, b.sort_name) || compare(a.id, b.id))
    .slice(0, limit);
  const ids = first.map(({ id }) => id);
  const found = await database
    .selectFrom('offering')
    .select(['id', 'document'])
    .where('id', 'in', ids)
    .execute();
  const documents = new Map(found.map(({ id, document }) => [id, document]));
  return first.map(({ id, sort_name: name }) => ({
    id,
    position: [...place, name, id],
    document: documents.get(id) as string,
  }));
}

function strandHead(
  { profile, category }: Strand,
  patterns: readonly string[],
  start: readonly string[] | null,
  limit: number,
): RawBuilder<unknown> {
  const conditions = [sql`profile = ${profile}`];
  if (category !== null) conditions.push(sql`category = ${category}`);
  if (start) conditions.push(sql`(sort_name, id) > (${start[0]}, ${start[1]})`);
  for (const pattern of patterns) conditions.push(sql`search_text like ${pattern} escape '\\'`);
  return sql`select * from (
    select id, sort_name from offering where ${sql.join(conditions, sql` and `)}
    order by sort_name, id limit ${limit}) as head`;
}

/** Binary order, as the stores have it. */
function compare(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
