import type { FetchRewrite, PlanNode } from '@graphql-hive/router-query-planner';
import { Kind, type FieldNode, type OperationDefinitionNode, type SelectionNode } from 'graphql';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseOperation } from '../refusal.ts';
import type { PlannedEntities } from '../steps/entity-request.ts';
import { subgraphOperation } from '../steps/subgraph-operation.ts';

/** A fetch of the plan: of root fields, or of entities. */
export interface PlannedFetch {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  /** Root fields that are asked for; none where entities are. */
  readonly roots: readonly SelectionNode[];
  readonly outputRewrites: readonly FetchRewrite[];
  readonly entities: readonly PlannedEntities[];
  /** The fetches that the plan puts before this one. */
  readonly earlier: readonly PlannedFetch[];
}

/**
 * Reads the fetches of a plan in its order.
 * @throws Refusal where the plan has a node that is not executed here.
 */
export function fetchesOf(
  node: PlanNode,
  keys: ResponseKeys,
  earlier: readonly PlannedFetch[] = [],
): PlannedFetch[] {
  switch (node.kind) {
    case 'Sequence': {
      const fetches: PlannedFetch[] = [];
      for (const it of node.nodes) fetches.push(...fetchesOf(it, keys, [...earlier, ...fetches]));
      return fetches;
    }
    case 'Parallel':
      return node.nodes.flatMap((it) => fetchesOf(it, keys, earlier));
    case 'Fetch': {
      if (node.requires && node.requires.length > 0) {
        return refuseOperation('The plan requires something of the root.');
      }
      const { operation, selectionSet } = subgraphOperation(node.operation, keys);
      if (operation === 'subscription')
        return refuseOperation('Subscriptions are not served over this gateway.');
      return [
        {
          subgraph: node.serviceName,
          kind: operation,
          roots: selectionSet.selections,
          outputRewrites: node.outputRewrites ?? [],
          entities: [],
          earlier,
        },
      ];
    }
    case 'Flatten': {
      const fetch = node.node;
      if (fetch.kind !== 'Fetch') return refuseOperation(`The plan flattens a node ${fetch.kind}.`);
      const operation = subgraphOperation(fetch.operation, keys);
      return [
        entities(fetch.serviceName, [plannedEntities(operation, '_entities', [node.path], fetch)], earlier),
      ];
    }
    case 'BatchFetch': {
      const operation = subgraphOperation(node.operation, keys);
      const parts = node.entityBatch.aliases.map((it) => plannedEntities(operation, it.alias, it.paths, it));
      return [entities(node.serviceName, parts, earlier)];
    }
    default:
      // Conditions are decided before planning; subscriptions and deferred parts are refused before it.
      return refuseOperation(`The plan has a node ${node.kind}, which is not executed.`);
  }
}

/**
 * Fetches of several plans, with the root fields that each asks of one subgraph in one fetch: what is asked for
 * twice might be answered differently.
 */
export function withRootsTogether(fetches: readonly PlannedFetch[]): PlannedFetch[] {
  const isFirst = (it: PlannedFetch) => it.roots.length > 0 && it.earlier.length === 0;
  const replaced = new Map<PlannedFetch, PlannedFetch>();
  const together: PlannedFetch[] = [];
  for (const { subgraph, kind } of fetches.filter(isFirst)) {
    if (together.some((it) => it.subgraph === subgraph)) continue;
    const same = fetches.filter((it) => isFirst(it) && it.subgraph === subgraph);
    const joined: PlannedFetch = {
      subgraph,
      kind,
      roots: same.flatMap((it) => it.roots),
      outputRewrites: same.flatMap((it) => it.outputRewrites),
      entities: [],
      earlier: [],
    };
    together.push(joined);
    for (const it of same) replaced.set(it, joined);
  }
  if (together.length > 1 && together.some((it) => it.kind === 'mutation')) {
    return refuseOperation('The plan would execute a mutation more than once.');
  }
  for (const fetch of fetches) {
    if (replaced.has(fetch)) continue;
    const later = { ...fetch, earlier: fetch.earlier.map((it) => replaced.get(it) ?? it) };
    replaced.set(fetch, later);
    together.push(later);
  }
  return together;
}

function entities(
  subgraph: string,
  parts: readonly PlannedEntities[],
  earlier: readonly PlannedFetch[],
): PlannedFetch {
  return { subgraph, kind: 'query', roots: [], outputRewrites: [], entities: parts, earlier };
}

function plannedEntities(
  { selectionSet }: OperationDefinitionNode,
  key: string,
  paths: PlannedEntities['paths'],
  node: {
    readonly requires?: PlannedEntities['requires'];
    readonly inputRewrites?: FetchRewrite[];
    readonly outputRewrites?: FetchRewrite[];
  },
): PlannedEntities {
  const field = selectionSet.selections.find(
    (it): it is FieldNode =>
      it.kind === Kind.FIELD && (it.alias?.value ?? it.name.value) === key && it.name.value === '_entities',
  );
  if (!field?.selectionSet || !node.requires || node.requires.length === 0) {
    return refuseOperation('The plan fetches entities without saying which.');
  }
  return {
    paths,
    selections: field.selectionSet.selections,
    requires: node.requires,
    inputRewrites: node.inputRewrites ?? [],
    outputRewrites: node.outputRewrites ?? [],
    contexts: [],
  };
}
