import type { AnySubgraph } from '../platform/subgraph/define.ts';
import { catalogueSubgraph } from './catalogue/index.ts';
import { classificationSubgraph } from './classification/index.ts';
import { contractsSubgraph } from './contracts/index.ts';
import { devicesSubgraph } from './devices/index.ts';

/** The subgraphs of the product: the only list that names the four. */
export const ALL_SUBGRAPHS: readonly AnySubgraph[] = [
  catalogueSubgraph,
  classificationSubgraph,
  contractsSubgraph,
  devicesSubgraph,
];
