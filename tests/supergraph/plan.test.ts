import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { prettyFormatQueryPlan, QueryPlanner, type PlanNode, type QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { portalDocument } from '../support/portal.ts';

const supergraph = Supergraph.build(readFileSync(join(projectRoot(), 'schema/supergraph.graphql'), 'utf8'), {
  supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
});
const apiSchema = supergraph.apiSchema();

function plan(document: string, planner = new QueryPlanner(supergraph)): QueryPlan {
  return planner.buildQueryPlan(operationFromDocument(apiSchema, parse(document)));
}

/** How many fetches stand one after the other. */
function stages(node: PlanNode | undefined): number {
  switch (node?.kind) {
    case 'Fetch':
      return 1;
    case 'Flatten':
      return stages(node.node);
    case 'Sequence':
      return node.nodes.reduce((sum, it) => sum + stages(it), 0);
    case 'Parallel':
      return Math.max(...node.nodes.map(stages));
    case 'Condition':
      return Math.max(stages(node.ifClause), stages(node.elseClause));
    default:
      return 0;
  }
}

const nodeOf = ({ node }: QueryPlan): PlanNode | undefined =>
  node?.kind === 'Subscription' ? undefined : node;

describe('the plan of the main question', () => {
  it('has at most four stages, and stays as it is reviewed', async () => {
    const built = plan(portalDocument('which-can-we-get'));
    expect(stages(nodeOf(built))).toBeLessThanOrEqual(4);
    await expect(prettyFormatQueryPlan(built)).toMatchFileSnapshot('plans/which-can-we-get.plan');
  });

  it('asks each of the three subgraphs for its facts at the same time', () => {
    const root = nodeOf(plan(portalDocument('which-can-we-get')));
    const second = root?.kind === 'Sequence' ? root.nodes[1] : undefined;
    const services = (second?.kind === 'Parallel' ? second.nodes : [])
      .map((it) => (it.kind === 'Flatten' ? it.node : it))
      .map((it) => (it.kind === 'Fetch' ? it.serviceName : it.kind));
    expect(new Set(services)).toEqual(new Set(['classification', 'contracts', 'devices']));
  });
});

describe('the plans of the portal’s other questions', () => {
  it.each(['why-not', 'contract', 'models'])('%s stays as it is reviewed', async (name) => {
    await expect(prettyFormatQueryPlan(plan(portalDocument(name)))).toMatchFileSnapshot(`plans/${name}.plan`);
  });
});
