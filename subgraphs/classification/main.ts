import 'reflect-metadata';
import { runSubgraph } from '../../platform/subgraph/standalone.ts';
import { classificationSubgraph } from './index.ts';

runSubgraph(classificationSubgraph, 4002);
