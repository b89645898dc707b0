import { dataDirectory } from '../../../platform/facts/data-directory.ts';
import type { StoreDefinition } from '../../../platform/store/definition.ts';
import { importFacts, readFactsFiles } from './import/facts.ts';
import { seedFacts } from './seed.ts';
import { migrations, type Tables } from './tables.ts';

/** The catalogue's store: facts alone, which requests only read. */
export const catalogueDatabase: StoreDefinition<Tables> = {
  name: 'catalogue',
  migrations,
  facts({ factsDirectory }) {
    const files = readFactsFiles(factsDirectory ?? dataDirectory('catalogue'));
    return { digest: files.digest, seed: async (step) => seedFacts(step, importFacts(files)) };
  },
};
