import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import type { Clearance } from '../../../subgraphs/classification/domain/clearances.ts';
import {
  readClearance,
  readEquivalence,
  readMembership,
  readScheme,
  type PublishedEquivalence,
  type PublishedScheme,
} from '../../../subgraphs/classification/domain/published.ts';

/** The embedded facts of the subgraph, read the way the product reads them. */

function records<T>(file: string, key: string): T[] {
  return JSON.parse(readFileSync(join(dataDirectory('classification'), file), 'utf8'))[key];
}

export const schemes = records<PublishedScheme>('schemes.json', 'schemes').map(readScheme);

export const equivalences = records<PublishedEquivalence>('equivalences.json', 'equivalences').map(
  readEquivalence,
);

export const memberships = records<Parameters<typeof readMembership>[0]>(
  'memberships.json',
  'memberships',
).map(readMembership);

export const clearances = records<Parameters<typeof readClearance>[0]>('clearances.json', 'clearances')
  .map(readClearance)
  .filter((clearance): clearance is Clearance => clearance !== null);

export interface AgreementRecord {
  readonly id: string;
  readonly parties: readonly string[];
  readonly status: string;
  readonly scope: string;
  readonly levelsCovered: string | null;
  readonly inForce: string | null;
  readonly datesVerified: boolean;
}

export const agreements = records<AgreementRecord>('agreements.json', 'agreements');

export const authorisations = records<{ id: string; status: string }>(
  'cloud-authorisations.json',
  'authorisations',
);

export function scheme(id: string) {
  const found = schemes.find((known) => known.id === id);
  if (!found) throw new Error(`The facts hold no scheme ${id}.`);
  return found;
}
