import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { StrandQuery, StrandRow } from '../strands.ts';

/**
 * Of each strand the first rows from an index, one strand after the other. The text of the statement is the same
 * for any number of strands: PostgreSQL plans it for one.
 */
export async function firstOfStrands<Tables>(
  database: Kysely<Tables>,
  { table, columns, keys, conditions, strands, limit }: StrandQuery,
): Promise<StrandRow[]> {
  const lists = [
    ['place', sql`${strands.map((it) => it.place)}::int[]`],
    ...columns.map((_, index) => [`having_${index}`, texts(strands.map((it) => it.having[index]))] as const),
    // Every text comes after the empty one.
    ...keys.map(
      (_, index) => [`after_${index}`, texts(strands.map((it) => it.after?.[index] ?? ''))] as const,
    ),
  ] as const;
  const names = lists.map(([name]) => sql.ref(name));
  const key = sql.join(keys.map((it) => sql.ref(it)));
  const headKey = sql.join(keys.map((it) => sql.ref(`head.${it}`)));
  const all = [
    ...columns.map((column, index) => sql`${sql.ref(column)} = ${sql.ref(`strand.having_${index}`)}`),
    sql`(${key}) > (${sql.join(keys.map((_, index) => sql.ref(`strand.after_${index}`)))})`,
    ...conditions,
  ];
  const { rows } = await sql<Record<string, string> & { place: number }>`
    select strand.place, ${headKey}
    from unnest(${sql.join(lists.map(([, list]) => list))}) as strand (${sql.join(names)})
    cross join lateral (
      select ${key} from ${sql.table(table)} where ${sql.join(all, sql` and `)}
      order by ${key} limit ${limit}) as head
    order by strand.place, ${headKey} limit ${limit}`.execute(database);
  return rows.map((row) => ({ place: row.place, keys: keys.map((it) => row[it] as string) }));
}

function texts(values: readonly (string | undefined)[]): RawBuilder<unknown> {
  return sql`${values}::text[]`;
}
