import type { BatchFetchNode, FetchNode, FlattenNode, PlanNode } from '@graphql-hive/router-query-planner';
import { Kind, type FieldNode, type SelectionNode, type VariableDefinitionNode } from 'graphql';
import { variablesIn } from '../operation/conditions.ts';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseOperation } from '../refusal.ts';
import { entityFetch } from '../steps/entity-fetch.ts';
import { EntityRequest, type PlannedEntities } from '../steps/entity-request.ts';
import { parallel } from '../steps/parallel.ts';
import { readRewrites, renameInShape } from '../steps/rewrites.ts';
import { rootFetch } from '../steps/root-fetch.ts';
import type { Step } from '../steps/run.ts';
import { sequence } from '../steps/sequence.ts';
import { shapeOf } from '../steps/shape.ts';
import { splitRequirements } from '../steps/split-requirements.ts';
import {
  spreadOut,
  subgraphOperation,
  writeOperation,
  type SubgraphOperation,
} from '../steps/subgraph-operation.ts';
import type { SupergraphModel } from '../supergraph/model.ts';

/** What compiling a plan needs to know of the operation that it is for. */
export interface PlanContext {
  readonly model: SupergraphModel;
  readonly keys: ResponseKeys;
  /** Variables of the client's operation, for those that only its own directives use. */
  readonly variables: readonly VariableDefinitionNode[];
}

/**
 * Compiles a plan's node, and those below it.
 * @throws Refusal where the plan has something that is not executed here.
 */
export function compilePlan(node: PlanNode, context: PlanContext): Step {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((it) => compilePlan(it, context)));
    case 'Parallel':
      return parallel(node.nodes.map((it) => compilePlan(it, context)));
    case 'Fetch':
      return compileRootFetch(node, context);
    case 'Flatten':
      return compileFlatten(node, context);
    case 'BatchFetch':
      return compileBatchFetch(node, context);
    default:
      // Conditions are decided before planning; subscriptions and deferred parts are refused before it.
      return refuseOperation(`The plan has a node ${node.kind}, which is not executed.`);
  }
}

function compileRootFetch(node: FetchNode, context: PlanContext): Step {
  if (node.requires && node.requires.length > 0) {
    return refuseOperation('The plan requires something of the root.');
  }
  const operation = subgraphOperation(node.operation, context.model.requiredArguments, context.keys);
  const { definition, fragments } = operation;
  const shape = shapeOf(definition.selectionSet, fragments);
  const rewrites = readRewrites(node.outputRewrites, typesOf(context.model));
  renameInShape(shape, rewrites);
  const variables = variablesOf(operation, context);
  const kind = node.operationKind ?? 'query';
  if (kind === 'subscription') return refuseOperation('Subscriptions are not served over this gateway.');
  return rootFetch({
    subgraph: node.serviceName,
    kind,
    text: writeOperation(kind, variables, definition.selectionSet.selections, fragments),
    variables: variables.map((it) => it.variable.name.value),
    shape,
    outputRewrites: rewrites,
  });
}

function compileFlatten({ path, node }: FlattenNode, context: PlanContext): Step {
  if (node.kind !== 'Fetch') return refuseOperation(`The plan flattens a node ${node.kind}.`);
  const operation = subgraphOperation(node.operation, context.model.requiredArguments, context.keys);
  const planned = plannedEntities(entitiesField(operation, '_entities'), operation, node, [path]);
  return compileEntities(node.serviceName, operation, [planned], context);
}

function compileBatchFetch(node: BatchFetchNode, context: PlanContext): Step {
  const operation = subgraphOperation(node.operation, context.model.requiredArguments, context.keys);
  const planned = node.entityBatch.aliases.map((it) =>
    plannedEntities(entitiesField(operation, it.alias), operation, it, it.paths),
  );
  return compileEntities(node.serviceName, operation, planned, context);
}

function compileEntities(
  subgraph: string,
  operation: SubgraphOperation,
  planned: readonly PlannedEntities[],
  context: PlanContext,
): Step {
  const { model } = context;
  const requests = planned
    .flatMap((it) =>
      splitRequirements(it.selections, it.requires, subgraph, model).map((group) => ({ ...it, ...group })),
    )
    .map((it) => new EntityRequest(it, subgraph, model));
  return entityFetch({
    subgraph,
    requests,
    fragments: operation.fragments,
    variables: variablesOf(operation, context),
  });
}

function plannedEntities(
  field: FieldNode,
  { fragments }: SubgraphOperation,
  node: Pick<FetchNode, 'requires' | 'inputRewrites' | 'outputRewrites'>,
  paths: PlannedEntities['paths'],
): PlannedEntities {
  const selections: SelectionNode[] = field.selectionSet ? spreadOut(field.selectionSet, fragments) : [];
  if (!node.requires || node.requires.length === 0) {
    return refuseOperation('The plan fetches entities without saying which.');
  }
  return {
    paths,
    selections,
    fragments,
    requires: node.requires,
    inputRewrites: node.inputRewrites,
    outputRewrites: node.outputRewrites,
  };
}

function entitiesField({ definition }: SubgraphOperation, key: string): FieldNode {
  const field = definition.selectionSet.selections.find(
    (it): it is FieldNode =>
      it.kind === Kind.FIELD && (it.alias?.value ?? it.name.value) === key && it.name.value === '_entities',
  );
  return field ?? refuseOperation('The plan fetches entities by an operation that asks for none.');
}

/** Definitions of the client's variables that `operation` uses. */
function variablesOf(
  { definition, fragments }: SubgraphOperation,
  context: PlanContext,
): VariableDefinitionNode[] {
  const used = variablesIn([definition.selectionSet, ...fragments.values()]);
  return context.variables
    .filter((it) => used.has(it.variable.name.value))
    .map((it) => ({ ...it, directives: [] }));
}

function typesOf(model: SupergraphModel) {
  return (typeName: string) => new Set([typeName, ...model.possibleTypes(typeName)]);
}
