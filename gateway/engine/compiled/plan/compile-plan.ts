import type { SelectionNode, VariableDefinitionNode } from 'graphql';
import type { Asked } from '../operation/asked.ts';
import type { ContextUses } from '../operation/context-uses.ts';
import { variablesIn } from '../operation/conditions.ts';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { entityFetch } from '../steps/entity-fetch.ts';
import { EntityRequest } from '../steps/entity-request.ts';
import { graph } from '../steps/graph.ts';
import { readRewrites, renameInShape } from '../steps/rewrites.ts';
import { rootFetch } from '../steps/root-fetch.ts';
import type { Step } from '../steps/run.ts';
import { shapeOf } from '../steps/shape.ts';
import { writeOperation } from '../steps/subgraph-operation.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { cutRequirements } from './cut.ts';
import { fetchesOf, withRootsTogether, type PlannedFetch } from './fetches.ts';
import { splitInterfaceObjects } from './interface-objects.ts';
import { withoutKnownTypenames } from './known-types.ts';
import { withLostMembers } from './lost-members.ts';
import { withMissingKeys } from './missing-keys.ts';
import type { Stage } from './plan-operation.ts';
import { schedule } from './schedule.ts';

/** What compiling a plan needs to know of the operation that it is for. */
export interface PlanContext {
  readonly model: SupergraphModel;
  readonly keys: ResponseKeys;
  readonly asked: Asked;
  readonly contexts: ContextUses;
  /** Variables of the client's operation. */
  readonly variables: readonly VariableDefinitionNode[];
}

/**
 * Compiles plans that are executed together.
 * @throws Refusal where a plan has something that is not executed here.
 */
export function compileStage(stage: Stage, context: PlanContext): Step {
  const { model, keys, contexts } = context;
  const planned = stage.flatMap(({ node }) => (node ? fetchesOf(node, keys) : []));
  const joined = stage.length > 1 ? withRootsTogether(planned) : planned;
  const operations = stage.map((it) => it.operation);
  const complete = withMissingKeys(withLostMembers(joined, operations, model), model);
  const fetches = complete.map((it) => {
    const cut = cutRequirements(splitInterfaceObjects(it, context.asked, model), model, keys, contexts);
    return { ...cut, original: it };
  });
  const scheduled = schedule(fetches);
  const asked = withoutKnownTypenames(
    scheduled.map(({ fetch }) => fetch),
    model,
  );
  return graph(
    scheduled.map(({ after }, index) => ({
      step: compileFetch(asked[index] as PlannedFetch, context),
      after,
    })),
  );
}

function compileFetch(fetch: PlannedFetch, { model, variables, contexts }: PlanContext): Step {
  const { subgraph, kind, roots, entities } = fetch;
  if (roots.length === 0) {
    const requests = entities.map((it) => new EntityRequest(it, subgraph, model, contexts.any));
    const apart = entities.flatMap((it, index) =>
      (it.apart ?? []).map((one) => new EntityRequest(one, subgraph, model, contexts.any, requests[index])),
    );
    return entityFetch({ subgraph, requests, apart, variables: declared(variables, []) });
  }
  const shape = shapeOf(roots);
  const outputRewrites = readRewrites(fetch.outputRewrites, model.typesMeeting);
  renameInShape(shape, outputRewrites);
  const used = declared(variables, roots);
  return rootFetch({
    subgraph,
    kind,
    text: writeOperation(kind, used, roots),
    variables: used.map((it) => it.variable.name.value),
    shape,
    outputRewrites,
    isObjectType: model.isObjectType,
  });
}

/** Definitions of the client's variables, less its directives, that `selections` use; all without any. */
function declared(
  variables: readonly VariableDefinitionNode[],
  selections: readonly SelectionNode[],
): VariableDefinitionNode[] {
  const used = variablesIn(selections);
  return variables
    .filter((it) => selections.length === 0 || used.has(it.variable.name.value))
    .map((it) => ({ ...it, directives: [] }));
}
