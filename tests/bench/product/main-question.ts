import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import { SEEDS, type Operation } from '../operations.ts';

const FILE = join(projectRoot(), 'schema', 'operations', 'portal', 'which-can-we-get.graphql');
/** The first of the days asked for: each seed asks for another, and is decided anew. */
const FIRST_DAY = Date.UTC(2026, 9, 1);
const DAY_MILLISECONDS = 86_400_000;

/** The product's own question, over its own subgraphs. */
export const MAIN_QUESTION: Operation = {
  name: 'main',
  label: 'the product’s main question, 20 offers',
  graph: 'product',
  connections: 8,
  query: readFileSync(FILE, 'utf8'),
  variables: Array.from({ length: SEEDS }, (_, seed) => ({
    ask: { level: 'GB:O', on: new Date(FIRST_DAY + seed * DAY_MILLISECONDS).toISOString().slice(0, 10) },
    first: 20,
  })),
};
