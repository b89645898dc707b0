import { getVariableValues, GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { compileOperation, type CompiledOperation, type Compiling } from './compiled-operation.ts';
import { Lru } from './lru.ts';
import { clientOperation, type ClientOperation } from './operation/client-operation.ts';
import { Planner, PlanningTooSlow, type Overrides, type PlannerLimits } from './planner.ts';
import { Refusal } from './refusal.ts';
import type { ErrorPolicy, SubgraphTransport } from './steps/run.ts';
import { wellFormed } from './steps/well-formed.ts';
import { supergraphModel, type SupergraphModel } from './supergraph/model.ts';

/** What the engine is made from. */
export interface CompiledEngineOptions<Context> {
  readonly supergraphSdl: string;
  readonly transport: SubgraphTransport<Context>;
  readonly errors: ErrorPolicy;
  /** Which labels of `@override` are on for a request; none by default. */
  readonly overrideLabels?: (label: string, context: Context) => boolean;
  readonly plannerLimits?: PlannerLimits;
  /** How many compiled operations are kept. */
  readonly operations?: number;
}

/** A request whose document was parsed and validated against the client's schema before. */
export interface OperationRequest<Context> {
  readonly document: DocumentNode;
  /** Digest of the document's text: equal texts are compiled once. */
  readonly documentId: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: Context;
}

/** What a request is answered; without `data` where nothing was executed. */
export interface OperationAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

const OPERATIONS = 1_000;
const NO_OVERRIDES: Overrides = { labels: [], draw: 0 };

type Coerced = ReturnType<typeof getVariableValues>;

/** Plans, compiles and executes operations over one supergraph; keeps what it compiled. */
export class CompiledEngine<Context> {
  readonly model: SupergraphModel;
  readonly #compiling: Compiling<Context>;
  readonly #overrideLabels: (label: string, context: Context) => boolean;
  readonly #operations: Lru<ClientOperation>;
  readonly #compiled: Lru<Promise<CompiledOperation<Context>>>;

  /** @throws Refusal where the supergraph cannot be served. */
  constructor(options: CompiledEngineOptions<Context>) {
    this.model = supergraphModel(options.supergraphSdl);
    const planner = new Planner(this.model.forPlanner, options.plannerLimits);
    const { errors } = options;
    this.#compiling = { model: this.model, planner, transport: wellFormed(options.transport), errors };
    this.#overrideLabels = options.overrideLabels ?? (() => false);
    const limit = options.operations ?? OPERATIONS;
    this.#operations = new Lru(limit);
    this.#compiled = new Lru(limit);
  }

  /** The schema that clients see. */
  get apiSchema(): GraphQLSchema {
    return this.model.apiSchema;
  }

  /** How many compiled operations are held. */
  get size(): number {
    return this.#compiled.size;
  }

  /** Answers a request. Never rejects for what a client or a subgraph did. */
  async execute(request: OperationRequest<Context>): Promise<OperationAnswer> {
    try {
      const operation = this.#operation(request);
      const variables = request.variables ?? {};
      const { coerced, errors } = this.#coerced(operation, variables);
      if (errors) return { errors: errors.map((it) => badInput(it)) };
      const compiled = await this.#compile(request, operation, coerced);
      return await compiled.execute({ variables, context: request.context });
    } catch (error) {
      if (error instanceof Refusal || error instanceof PlanningTooSlow) return { errors: [refusal(error)] };
      throw error;
    }
  }

  /** Plans and compiles a request's operation, or finds it compiled. */
  async prepare(request: OperationRequest<Context>): Promise<CompiledOperation<Context>> {
    const operation = this.#operation(request);
    const { coerced } = this.#coerced(operation, request.variables ?? {});
    return this.#compile(request, operation, coerced ?? {});
  }

  #coerced({ definition }: ClientOperation, variables: Readonly<Record<string, unknown>>): Coerced {
    const { variableDefinitions = [] } = definition;
    if (variableDefinitions.length === 0) return { coerced: {} };
    return getVariableValues(this.apiSchema, variableDefinitions, variables, { maxErrors: 10 });
  }

  #operation({ documentId, operationName, document }: OperationRequest<Context>): ClientOperation {
    const key = `${documentId}\n${operationName ?? ''}`;
    let operation = this.#operations.get(key);
    if (!operation) {
      operation = clientOperation(document, operationName, this.apiSchema);
      this.#operations.set(key, operation);
    }
    return operation;
  }

  #compile(
    { documentId, operationName, context }: OperationRequest<Context>,
    operation: ClientOperation,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<CompiledOperation<Context>> {
    const overrides = this.#overrides(context);
    const taken = operation.conditions.map((it) => (variables[it] === true ? '1' : '0')).join('');
    const key = `${documentId}\n${operationName ?? ''}\n${taken}\n${overrides.labels.join()}\n${overrides.draw}`;
    let compiled = this.#compiled.get(key);
    if (!compiled) {
      const conditions = Object.fromEntries(operation.conditions.map((it) => [it, variables[it] === true]));
      compiled = compileOperation(operation, conditions, overrides, this.#compiling);
      this.#compiled.set(key, compiled);
      // What failed once may succeed when the machine is less busy; nothing of it is kept.
      compiled.catch(() => this.#compiled.delete(key));
    }
    return compiled;
  }

  #overrides(context: Context): Overrides {
    const { labels, percentages } = this.#compiling.planner;
    if (labels.length === 0 && percentages.length === 0) return NO_OVERRIDES;
    const active = labels.filter((it) => this.#overrideLabels(it, context));
    if (percentages.length === 0) return { labels: active, draw: 0 };
    const drawn = Math.random() * 100;
    // Draws between the same thresholds lead to the same plan, so one stands for all of them.
    const lower = percentages.findLast((it) => it <= drawn) ?? 0;
    const upper = percentages.find((it) => it > drawn) ?? 100;
    return { labels: active, draw: (lower + upper) / 2 };
  }
}

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}

function refusal(error: Refusal | PlanningTooSlow): GraphQLError {
  const code = error instanceof PlanningTooSlow ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code } });
}
