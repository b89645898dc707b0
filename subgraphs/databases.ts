import type { AnyStoreDefinition } from '../platform/store/definition.ts';
import { catalogueDatabase } from './catalogue/store/definition.ts';
import { classificationDatabase } from './classification/store/definition.ts';
import { contractsDatabase } from './contracts/store/definition.ts';
import { devicesDatabase } from './devices/store/definition.ts';

/** The stores of the product: what looks after them needs nothing else of the subgraphs. */
export const ALL_DATABASES: readonly AnyStoreDefinition[] = [
  catalogueDatabase,
  classificationDatabase,
  contractsDatabase,
  devicesDatabase,
];
