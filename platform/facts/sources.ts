import { z } from 'zod';

/** A published source, as the facts files cite it. */
export const sourceSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  url: z.string().nullish(),
  publisher: z.string().nullish(),
  /** `primary`, `official-copy` or `secondary`. */
  grade: z.string().nullish(),
  terms: z.string().nullish(),
  licence: z.string().nullish(),
  version: z.string().nullish(),
  repo: z.string().nullish(),
  path: z.string().nullish(),
  commit: z.string().nullish(),
  provenance: z.string().nullish(),
  note: z.string().nullish(),
});

export type SourceRecord = z.infer<typeof sourceSchema>;

/** The address of a source; null where the facts name a place that is no web address. */
export function addressOf(source: SourceRecord): string | null {
  return source.url?.startsWith('http') ? source.url : null;
}
