import type { SubgraphCounters } from '../../platform/metrics/subgraph-meter.ts';
import { OUTCOMES } from './eligibility/decision.ts';

/** What the catalogue counts for operators: how decisions end, never whose or on what. */
export const CATALOGUE_COUNTERS = {
  decisions: {
    help: 'Decisions that were given, by outcome: each offering on a page of offers, and each asked for alone.',
    label: 'outcome',
    values: OUTCOMES,
  },
} satisfies SubgraphCounters;
