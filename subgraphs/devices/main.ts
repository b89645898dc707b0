import 'reflect-metadata';
import { runSubgraph } from '../../platform/subgraph/standalone.ts';
import { devicesSubgraph } from './index.ts';

runSubgraph(devicesSubgraph, 4004);
