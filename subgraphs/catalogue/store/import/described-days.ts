import { isDay, type Day } from '../../../../platform/calendar/day.ts';
import type { Rejections } from './collect.ts';
import type { FactsFiles, PublishedFacts } from './files.ts';

/**
 * The day that the file of each offering describes, by the offering's id. A file names it as the day on
 * which it was generated; one that does not is rejected.
 */
export function describedDays(
  { services, devices }: PublishedFacts,
  files: FactsFiles['files'],
  rejections: Rejections,
): ReadonlyMap<string, Day> {
  const dayOf = new Map(
    [files.services, files['services-partner-regions'], files['device-offerings']].map((file) => {
      const { generated } = file.content;
      if (typeof generated === 'string' && isDay(generated)) return [file, generated] as const;
      rejections.add(file, '(file)', 'generated', 'expected a day such as "2026-11-23"');
      return [file, ''] as const;
    }),
  );
  return new Map([
    ...services.map(({ file, record }) => [record.id, dayOf.get(file) as Day] as const),
    ...devices.map(({ id }) => [id, dayOf.get(files['device-offerings']) as Day] as const),
  ]);
}
