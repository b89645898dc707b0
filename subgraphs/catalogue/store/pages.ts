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

/** SQLite joins at most 500 selects in one. */
const STRANDS_PER_STATEMENT = 400;

/** Where a row stands: its bucket's place in the list of buckets, and its sort keys. */
interface Head {
  readonly id: string;
  readonly bucket: number;
  readonly sort_name: string;
}

/**
 * The first `limit` rows after a position, bucket by bucket. Of each strand at most `limit` rows are read
 * from an index, and all strands are merged in one statement, so that the cost depends on the number of
 * strands and on `limit`, and neither on how many rows there are nor on where the page begins. Buckets that the
 * page cannot reach are not read.
 */
export async function readPage(
  database: Kysely<Tables>,
  buckets: readonly Bucket[],
  text: string | null | undefined,
  after: Position | null,
  limit: number,
): Promise<Row[]> {
  const patterns = wordPatterns(text);
  const strands = strandsReached(buckets, after, limit, patterns.length > 0);
  const heads: Head[] = [];
  for (const some of chunks(strands, STRANDS_PER_STATEMENT)) {
    const parts = some.map(({ strand, index, start }) => strandHead(strand, index, patterns, start, limit));
    const merged = sql<Head>`
      select id, bucket, sort_name from (${sql.join(parts, sql` union all `)}) as heads
      order by bucket, sort_name, id limit ${limit}`;
    heads.push(...(await merged.execute(database)).rows);
  }
  const page = heads.sort(inOrder).slice(0, limit);
  const documents = await readDocuments(
    database,
    page.map(({ id }) => id),
  );
  return page.map(({ id, bucket, sort_name: name }) => ({
    id,
    position: [...(buckets[bucket] as Bucket).place, name, id],
    document: documents.get(id) as string,
  }));
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

function strandHead(
  { profile, category }: Strand,
  bucket: number,
  patterns: readonly string[],
  start: readonly string[] | null,
  limit: number,
): RawBuilder<unknown> {
  const conditions = [sql`profile = ${profile}`];
  if (category !== null) conditions.push(sql`category = ${category}`);
  if (start) conditions.push(sql`(sort_name, id) > (${start[0]}, ${start[1]})`);
  for (const pattern of patterns) conditions.push(sql`search_text like ${pattern} escape '\\'`);
  return sql`select * from (
    select id, ${sql.lit(bucket)} as bucket, sort_name from offering where ${sql.join(conditions, sql` and `)}
    order by sort_name, id limit ${limit}) as head`;
}

function inOrder(a: Head, b: Head): number {
  return a.bucket - b.bucket || compare(a.sort_name, b.sort_name) || compare(a.id, b.id);
}

/** Binary order, as the stores have it. */
function compare(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
