import { z } from 'zod';
import { readRecords, type FactsFile } from '../../../../platform/facts/read-facts.ts';
import { LIFECYCLE_STATUSES, type LifecycleStatus } from '../../domain/lifecycle.ts';
import type { RuggedisedBy } from '../../domain/device-model.ts';

/** The curated readings of loose words, `normalisation.json`; each maps the published words to a meaning. */
export interface Normalisation {
  readonly providers: ReadonlyMap<string, string>;
  readonly lifecycleStatuses: ReadonlyMap<string, LifecycleStatus>;
  /** Null where the published name is in no register. */
  readonly authorisations: ReadonlyMap<string, string | null>;
  readonly ruggedisation: ReadonlyMap<string, RuggedisedBy>;
  readonly eligibility: ReadonlyMap<string, readonly string[]>;
}

const words = z.string().min(1);
const reason = z.string().min(1);
const TAG = /^[A-Z]{2,}(-[A-Z]+)+$/;

const provider = z.strictObject({ id: words, provider: z.string().regex(/^[a-z0-9-]+$/) });
const lifecycleStatus = z.strictObject({ id: words, status: z.enum(LIFECYCLE_STATUSES) });
const authorisation = z.strictObject({ id: words, authorisation: words.nullable(), reason });
const ruggedisation = z.strictObject({ id: words, by: z.enum(['STANDARD', 'PUBLISHER']), reason });
const eligibility = z.strictObject({ id: words, customers: z.array(z.string().regex(TAG)).min(1), reason });

/**
 * Reads the curated tables.
 * @throws ImportRejected naming the table's record that cannot be taken.
 */
export function readNormalisation(file: FactsFile): Normalisation {
  const table = <Row extends { readonly id: string }, Meaning>(
    list: string,
    schema: z.ZodType<Row>,
    meaning: (row: Row) => Meaning,
  ): ReadonlyMap<string, Meaning> =>
    new Map(readRecords(file, list, schema).map((row) => [row.id, meaning(row)]));
  return {
    providers: table('providers', provider, (row) => row.provider),
    lifecycleStatuses: table('lifecycleStatuses', lifecycleStatus, (row) => row.status),
    authorisations: table('authorisations', authorisation, (row) => row.authorisation),
    ruggedisation: table('ruggedisation', ruggedisation, (row) => row.by),
    eligibility: table('eligibility', eligibility, (row) => row.customers),
  };
}
