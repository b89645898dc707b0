import { sql, type Kysely, type RawBuilder } from 'kysely';
import { chunks } from '../database.ts';
import type { Strand, StrandQuery, StrandRow } from '../strands.ts';

/** SQLite joins at most 500 selects in one. */
const STRANDS_PER_STATEMENT = 400;

/** Of each strand the first rows from an index, and all strands merged. */
export async function firstOfStrands<Tables>(
  database: Kysely<Tables>,
  query: StrandQuery,
): Promise<StrandRow[]> {
  const { keys, strands, limit } = query;
  const columns = sql.join(keys.map((it) => sql.ref(it)));
  const found: StrandRow[] = [];
  for (const some of chunks(strands, STRANDS_PER_STATEMENT)) {
    const parts = some.map((it) => headOf(it, query));
    const merged = sql<Record<string, string> & { place: number }>`
      select place, ${columns} from (${sql.join(parts, sql` union all `)}) as heads
      order by place, ${columns} limit ${limit}`;
    const { rows } = await merged.execute(database);
    found.push(...rows.map((row) => ({ place: row.place, keys: keys.map((it) => row[it] as string) })));
  }
  return found.sort(inOrder).slice(0, limit);
}

function headOf({ place, having, after }: Strand, query: StrandQuery): RawBuilder<unknown> {
  const { table, columns, keys, conditions, limit } = query;
  const key = sql.join(keys.map((it) => sql.ref(it)));
  const all = [
    ...columns.map((column, index) => sql`${sql.ref(column)} = ${having[index]}`),
    ...(after ? [sql`(${key}) > (${sql.join(after)})`] : []),
    ...conditions,
  ];
  return sql`select * from (
    select ${sql.lit(place)} as place, ${key} from ${sql.table(table)} where ${sql.join(all, sql` and `)}
    order by ${key} limit ${limit}) as head`;
}

function inOrder(a: StrandRow, b: StrandRow): number {
  if (a.place !== b.place) return a.place - b.place;
  const differing = a.keys.findIndex((key, index) => key !== b.keys[index]);
  return differing < 0 ? 0 : compare(a.keys[differing] as string, b.keys[differing] as string);
}

/** Binary order, as the stores have it. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
