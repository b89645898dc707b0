import 'reflect-metadata';
import { runSubgraph } from '../../platform/subgraph/standalone.ts';
import { catalogueSubgraph } from './index.ts';

runSubgraph(catalogueSubgraph, 4001);
