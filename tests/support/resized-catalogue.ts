import type { Kysely } from 'kysely';
import { chunks } from '../../platform/store/database.ts';
import { fold } from '../../subgraphs/catalogue/domain/search-text.ts';
import type { OfferingRecord } from '../../subgraphs/catalogue/store/records.ts';
import type { Tables } from '../../subgraphs/catalogue/store/tables.ts';

/**
 * Makes a seeded catalogue hold `size` offerings: some of the real ones, or copies of them under other ids and
 * names. Profiles stay as they are; what grows is the number of rows that share them.
 */
export async function resizeCatalogue(database: Kysely<Tables>, size: number): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const real = await transaction.selectFrom('offering').selectAll().orderBy('id').execute();
    // Evenly spread, so that a small catalogue keeps a share of every profile.
    const rows = Array.from({ length: size }, (_, index) => {
      const copy = Math.floor(index / real.length);
      const original = real[spread(index % real.length, real.length)] as Tables['offering'];
      return copy === 0 ? original : copyOf(original, copy);
    });
    await transaction.deleteFrom('offering').execute();
    for (const some of chunks(rows, 2_000)) await transaction.insertInto('offering').values(some).execute();
    await transaction.deleteFrom('profile_category').execute();
    const counts = await transaction
      .selectFrom('offering')
      .select(['profile', 'category', (it) => it.fn.countAll<number>().as('offerings')])
      .groupBy(['profile', 'category'])
      .execute();
    await transaction.insertInto('profile_category').values(counts).execute();
  });
}

/** A permutation that takes neighbours apart: 7,919 is prime and divides no catalogue of this size. */
function spread(index: number, length: number): number {
  return (index * 7_919) % length;
}

function copyOf(original: Tables['offering'], copy: number): Tables['offering'] {
  const record = JSON.parse(original.document) as OfferingRecord;
  const id = `${record.id}-${copy}`;
  const name = `${record.name} ${copy}`;
  return {
    ...original,
    id,
    sort_name: fold(name),
    search_text: `${original.search_text} ${id}`,
    document: JSON.stringify({ ...record, id, name }),
  };
}
