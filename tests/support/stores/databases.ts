import type { AnyStoreDefinition } from '../../../platform/store/definition.ts';
import { catalogueDatabase } from '../../../subgraphs/catalogue/store/definition.ts';
import { classificationDatabase } from '../../../subgraphs/classification/store/definition.ts';
import { contractsDatabase } from '../../../subgraphs/contracts/store/definition.ts';
import { devicesDatabase } from '../../../subgraphs/devices/store/definition.ts';

/** The stores of the product. */
export const ALL_DATABASES: readonly AnyStoreDefinition[] = [
  catalogueDatabase,
  classificationDatabase,
  contractsDatabase,
  devicesDatabase,
];
