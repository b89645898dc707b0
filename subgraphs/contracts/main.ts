import 'reflect-metadata';
import { runSubgraph } from '../../platform/subgraph/standalone.ts';
import { contractsSubgraph } from './index.ts';

runSubgraph(contractsSubgraph, 4003);
