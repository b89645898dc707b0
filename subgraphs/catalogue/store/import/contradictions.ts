import { labelId } from '../../../../platform/disclosure/label.ts';
import type { FactsFile } from '../../../../platform/facts/read-facts.ts';
import type { Rejections } from './collect.ts';
import type { PublishedFacts } from './files.ts';

/** How the files say that their source lists a service twice. */
const LISTED_TWICE = /\btwo rows for\b/;

/**
 * For each service that its source lists twice with different authorisations: the other ids that it is
 * listed under. It is one service of which the source contradicts itself, so each id carries the claims of
 * all. A record that says so and is not in the table, or the other way round, is rejected.
 */
export function contradictionsOf(
  { contradictions, services }: PublishedFacts,
  table: FactsFile,
  rejections: Rejections,
): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(services.map((it) => [it.record.id, it.record]));
  const others = new Map<string, readonly string[]>();
  for (const { services: ids, words } of contradictions) {
    const labels = new Set(ids.flatMap((id) => byId.get(id)?.label ?? []).map(labelId));
    if (labels.size > 1)
      rejections.add(table, ids.join(), 'services', 'have different labels, and each id tells of the others');
    for (const id of ids) {
      if (!byId.get(id)?.notes.includes(words))
        rejections.add(table, ids.join(), 'services', `"${id}" is no service whose notes carry the words`);
      others.set(
        id,
        ids.filter((it) => it !== id),
      );
    }
  }
  for (const { file, record } of services) {
    if (record.notes.some((note) => LISTED_TWICE.test(note)) && !others.has(record.id))
      rejections.add(file, record.id, 'notes', 'is listed twice, and contradictions.json does not name it');
  }
  return others;
}
