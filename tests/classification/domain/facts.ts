import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import { importFacts, readFactsFiles } from '../../../subgraphs/classification/store/import/facts.ts';

const directory = dataDirectory('classification');

/** The embedded facts of the subgraph, read the way the product reads them. */
export const { schemes, equivalences, memberships, clearances } = importFacts(readFactsFiles(directory));

/** The records of a file as published, for tests of how their words are read. */
function records<T>(file: string, key: string): T[] {
  return JSON.parse(readFileSync(join(directory, file), 'utf8'))[key];
}

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
