import type { Keeping } from './cache/keeping.ts';
import { introspection } from './introspection.ts';
import { canonicalOperation } from './operation/canonical.ts';
import type { ClientOperation } from './operation/client-operation.ts';
import type { Conditions } from './operation/conditions.ts';
import { answer, type Answer } from './output/answer.ts';
import { compileOutput, hasHiddenTypes } from './output/compile-output.ts';
import { fastShape } from './output/fast-shape.ts';
import type { OutputContext } from './output/fields.ts';
import { compileStage, type PlanContext } from './plan/compile-plan.ts';
import { planOperation, type Planned } from './plan/plan-operation.ts';
import type { Overrides, Planner } from './planner.ts';
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
  const stages = await planOperation(operation.definition.operation, canonical, model, (it) =>
    planner.plan(it, overrides),
  );
  const { keys, asked, contexts } = canonical;
  const planContext: PlanContext = {
    model,
    keys,
    asked,
    contexts,
    variables: operation.definition.variableDefinitions ?? [],
  };
  const steps = stages
    .filter((stage) => stage.some(({ node }) => node))
    .map((stage): Step => compileStage(stage, planContext));
  const step = sequence(steps);
  const outputContext: OutputContext = { operation, conditions, keys, asked, model };
  const shaper = compileOutput(outputContext);
  const shape = fastShape(shaper);
  const introspect = introspection(outputContext, model.apiSchema);

  return {
    planned: stages.flat(),
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
