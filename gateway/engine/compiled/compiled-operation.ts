import type { FlattenNodePathSegment, PlanNode } from '@graphql-hive/router-query-planner';
import { OperationTypeNode, type GraphQLObjectType, type VariableDefinitionNode } from 'graphql';
import type { Keeping } from './cache/keeping.ts';
import { introspection } from './introspection.ts';
import { canonicalOperation, type CanonicalOperation, type Detour } from './operation/canonical.ts';
import type { ClientOperation } from './operation/client-operation.ts';
import type { Conditions } from './operation/conditions.ts';
import { answer, type Answer } from './output/answer.ts';
import { compileOutput, hasHiddenTypes } from './output/compile-output.ts';
import { fastShape } from './output/fast-shape.ts';
import type { OutputContext } from './output/fields.ts';
import { compileStage } from './plan/compile-plan.ts';
import { fetchesOf } from './plan/fetches.ts';
import { isGiven } from './plan/given.ts';
import { planOperation, type Planned } from './plan/plan-operation.ts';
import type { Overrides, Planner } from './planner.ts';
import { detour } from './steps/detour.ts';
import { graph } from './steps/graph.ts';
import { sequence } from './steps/sequence.ts';
import type { ErrorPolicy, Problem, Run, Step, SubgraphTransport } from './steps/run.ts';
import type { SupergraphModel } from './supergraph/model.ts';

/** What one execution is given. */
export interface Execution<Context> {
  /** As the client sent them, checked against the operation's types before. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  /** What is found and kept across executions; absent where nothing is. */
  readonly keeping?: Keeping | undefined;
}

/** An operation with one set of values of its conditions, planned and compiled. */
export interface CompiledOperation<Context> {
  execute(execution: Execution<Context>): Promise<Answer>;
  /** What was planned: the operation's text and the plan for it; several where it was planned in parts. */
  readonly planned: readonly Planned[];
  describe(): string[];
}

/** What compiling an operation takes. */
export interface Compiling<Context> {
  readonly model: SupergraphModel;
  readonly planner: Planner;
  readonly transport: SubgraphTransport<Context>;
  readonly errors: ErrorPolicy;
}

/**
 * Plans and compiles an operation.
 * @throws Refusal for what is not served. @throws PlanningTooSlow
 */
export async function compileOperation<Context>(
  operation: ClientOperation,
  conditions: Conditions,
  overrides: Overrides,
  { model, planner, transport, errors }: Compiling<Context>,
): Promise<CompiledOperation<Context>> {
  const canonical = canonicalOperation(operation, conditions, model, (type) =>
    hasHiddenTypes({ model }, type.name),
  );
  const { keys, asked } = canonical;
  const outputContext: OutputContext = { operation, conditions, keys, asked, model };
  const planned: Planned[] = [];
  const steps = await compileParts(operation.definition.operation, canonical, {
    output: outputContext,
    variables: operation.definition.variableDefinitions ?? [],
    plan: (text) => planner.plan(text, overrides, (plan) => isGiven(fetchesOf(plan, keys), model)),
    planned,
  });
  const step = sequence(steps);
  const shaper = compileOutput(outputContext);
  const shape = fastShape(shaper);
  const introspect = introspection(operation.rootType, [operation.definition.selectionSet], outputContext);

  return {
    planned,
    describe: () => step.describe(),
    async execute({ variables, context, keeping }) {
      const problems: Problem[] = [];
      const run: Run = {
        data: {},
        problems,
        variables,
        errors,
        keeping,
        fetch: (request) => transport.fetch({ ...request, context }),
      };
      if (steps.length > 0) await step.run(run);
      const introspected = introspect(variables);
      const merged = Object.assign(run.data, introspected.data);
      const { data, errors: found = [] } = answer(merged, problems, shape, shaper, outputContext);
      const all = [...introspected.errors, ...found];
      return all.length > 0 ? { data, errors: all } : { data };
    },
  };
}

/** What the parts of an operation are compiled with. */
interface Compilation {
  readonly output: OutputContext;
  readonly variables: readonly VariableDefinitionNode[];
  readonly plan: (text: string) => Promise<PlanNode | undefined>;
  /** Takes what was planned. */
  readonly planned: Planned[];
}

/** Compiles an operation, or a query below its root; the steps run one after the other. */
async function compileParts(
  kind: OperationTypeNode,
  canonical: CanonicalOperation,
  compilation: Compilation,
): Promise<Step[]> {
  const { variables, plan, planned } = compilation;
  const { model } = compilation.output;
  const { keys, asked, contexts, roots, detours } = canonical;
  const stages = await planOperation(kind, canonical, model, plan);
  planned.push(...stages.flat());
  const steps: Step[] = [];
  for (const [index, stage] of stages.entries()) {
    if (stage.some(({ node }) => node)) {
      steps.push(compileStage(stage, { model, keys, asked, contexts, variables }));
    }
    // A mutation comes to its end, with all queries below it, before the next one begins.
    const root = stages.length > 1 ? [...roots.keys()][index] : undefined;
    const below = detours.filter(({ path: [first] }) => root === undefined || isField(first, root));
    const queries = await Promise.all(below.map((it) => compileDetour(it, compilation)));
    if (queries.length > 0) steps.push(graph(queries.map((it) => ({ step: it, after: [] }))));
  }
  return steps;
}

async function compileDetour({ path, sets, query }: Detour, compilation: Compilation): Promise<Step> {
  const { output } = compilation;
  const { fullSchema, apiSchema, typesMeeting } = output.model;
  const step = sequence(await compileParts(OperationTypeNode.QUERY, query, compilation));
  const rootType = (apiSchema.getQueryType() ?? fullSchema.getQueryType()) as GraphQLObjectType;
  const introspect = introspection(rootType, sets, output);
  return detour({ path, step, known: (variables) => introspect(variables).data, typesOf: typesMeeting });
}

function isField(segment: FlattenNodePathSegment | undefined, name: string): boolean {
  return typeof segment === 'object' && 'Field' in segment && segment.Field === name;
}
