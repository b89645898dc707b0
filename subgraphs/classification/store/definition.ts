import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import type { StoreDefinition } from '../../../platform/store/definition.ts';
import { importFacts, readFactsFiles } from './import/facts.ts';
import { seedFacts } from './import/seed.ts';
import { migrations, type Tables } from './tables.ts';

/** The store of classification: facts alone, which requests only read. */
export const classificationDatabase: StoreDefinition<Tables> = {
  name: 'classification',
  migrations,
  facts({ factsDirectory }) {
    const files = readFactsFiles(factsDirectory ?? dataDirectory('classification'));
    return { digest: files.digest, seed: async (step) => seedFacts(step, importFacts(files)) };
  },
};
