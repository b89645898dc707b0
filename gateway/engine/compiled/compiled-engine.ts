import {
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { EntityCache } from './cache/entity-cache.ts';
import { Keeping } from './cache/keeping.ts';
import type { Viewing } from './cache/viewing.ts';
import { compileOperation, type CompiledOperation, type Compiling } from './compiled-operation.ts';
import { Lru } from '../../../platform/lru.ts';
import { clientOperation, type ClientOperation } from './operation/client-operation.ts';
import type { Conditions } from './operation/conditions.ts';
import type { Overrides } from './overrides.ts';
import { Planner, PlanningTooSlow, type PlannerLimits } from './planner.ts';
import type { PlanningObserver } from './planning-observer.ts';
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
  /** Is told what is planned. */
  readonly planning?: PlanningObserver<Context> | undefined;
  /** What is kept across executions; nothing by default. */
  readonly caches?: Caches<Context> | undefined;
}

/** Caches of subgraphs' answers, and what they hang on. */
export interface Caches<Context> {
  readonly entities?: EntityCache | undefined;
  readonly answers?: AnswerCache | undefined;
  /** For whom and when a request is executed; undefined for one that nothing is kept or found for. */
  viewing(context: Context): Viewing | undefined;
}

/** A request whose document was parsed and validated against the client's schema before. */
export interface OperationRequest<Context> {
  readonly document: DocumentNode;
  /** Digest of the document's text: equal texts are compiled once. */
  readonly documentId: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: Context;
  /** Whether no client asks: the operation does not count as one in use. */
  readonly isRehearsal?: boolean;
}

/**
 * An operation as it was planned and compiled, so that another engine can do the same. Nothing of a request
 * is in it but the document.
 */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly documentId: string;
  readonly operationName?: string | null | undefined;
  /** The values of the variables that `@skip` and `@include` read. */
  readonly conditions: Conditions;
  readonly overrides: Overrides;
  /** Whether clients have asked for it. */
  readonly isInUse: boolean;
}

/** What a request is answered; without `data` where nothing was executed. */
export interface OperationAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLError[];
}

const OPERATIONS = 1_000;
/** No label of `@override` is on. */
export const NO_OVERRIDES: Overrides = { labels: [], draw: 0 };

type Coerced = ReturnType<typeof getVariableValues>;

/** An operation of a document. */
type Named = Pick<KnownOperation, 'document' | 'documentId' | 'operationName'>;

/** An operation that was compiled, or is being compiled. */
interface Held<Context> extends KnownOperation {
  /** What it is known by: its document, name, conditions and overrides. */
  readonly key: string;
  isInUse: boolean;
  readonly compiled: Promise<CompiledOperation<Context>>;
}

/** Plans, compiles and executes operations over one supergraph; keeps what it compiled. */
export class CompiledEngine<Context> {
  readonly model: SupergraphModel;
  readonly #compiling: Compiling<Context>;
  readonly #overrideLabels: (label: string, context: Context) => boolean;
  readonly #caches: Caches<Context> | undefined;
  readonly #planning: PlanningObserver<Context> | undefined;
  readonly #operations: Lru<ClientOperation>;
  readonly #compiled: Lru<Held<Context>>;

  /** @throws Refusal where the supergraph cannot be served. */
  constructor(options: CompiledEngineOptions<Context>) {
    this.model = supergraphModel(options.supergraphSdl);
    const planner = new Planner(this.model.forPlanner, options.plannerLimits);
    const { errors } = options;
    this.#compiling = { model: this.model, planner, transport: wellFormed(options.transport), errors };
    this.#overrideLabels = options.overrideLabels ?? (() => false);
    this.#caches = options.caches;
    this.#planning = options.planning;
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
      const held = this.#hold(request, operation, coerced, this.#overrides(request.context));
      if (!request.isRehearsal) held.isInUse = true;
      const isQuery = operation.definition.operation === OperationTypeNode.QUERY;
      const viewing = isQuery ? this.#caches?.viewing(request.context) : undefined;
      if (viewing) return await this.#executeKeeping(held, variables, request.context, viewing);
      const compiled = await held.compiled;
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
    return this.#hold(request, operation, coerced ?? {}, this.#overrides(request.context)).compiled;
  }

  /** The operations in use that are held compiled, the one asked for last first. */
  known(): KnownOperation[] {
    return this.#compiled
      .values()
      .filter((it) => it.isInUse)
      .map(({ compiled: _ofThisEngine, ...operation }) => operation);
  }

  /**
   * Plans and compiles an operation as another engine did, whatever supergraph that had.
   * @throws Refusal, PlanningTooSlow
   */
  async learn(operation: KnownOperation): Promise<void> {
    const { labels, draw } = operation.overrides;
    const { planner } = this.#compiling;
    const still = labels.filter((it) => planner.labels.includes(it));
    const overrides = overridesOf(planner, still, draw);
    const held = this.#hold(operation, this.#operation(operation), operation.conditions, overrides);
    await held.compiled;
    if (operation.isInUse) held.isInUse = true;
  }

  /** Executes a query with what caches have of it, and keeps what may be kept. */
  async #executeKeeping(
    { key, compiled }: Held<Context>,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
    viewing: Viewing,
  ): Promise<OperationAnswer> {
    const { answers, entities } = this.#caches ?? {};
    const question = answers ? `${key}\n${JSON.stringify(variables)}` : '';
    const data = answers?.find(question, viewing);
    if (data) return { data };
    const keeping = new Keeping(viewing, entities);
    const answer = await (await compiled).execute({ variables, context, keeping });
    if (answer.data && !answer.errors) answers?.keep(question, answer.data, keeping);
    return answer;
  }

  #coerced({ definition, arePlain }: ClientOperation, variables: Readonly<Record<string, unknown>>): Coerced {
    if (arePlain(variables)) return { coerced: variables };
    const { variableDefinitions = [] } = definition;
    return getVariableValues(this.apiSchema, variableDefinitions, variables, { maxErrors: 10 });
  }

  #operation({ documentId, operationName, document }: Named): ClientOperation {
    const key = `${documentId}\n${operationName ?? ''}`;
    let operation = this.#operations.get(key);
    if (!operation) {
      operation = clientOperation(document, operationName, this.apiSchema);
      this.#operations.set(key, operation);
    }
    return operation;
  }

  #hold(
    { document, documentId, operationName, context }: Named & { readonly context?: Context },
    operation: ClientOperation,
    variables: Readonly<Record<string, unknown>>,
    overrides: Overrides,
  ): Held<Context> {
    const taken = operation.conditions.map((it) => (variables[it] === true ? '1' : '0')).join('');
    const key = `${documentId}\n${operationName ?? ''}\n${taken}\n${overrides.labels.join()}\n${overrides.draw}`;
    const known = this.#compiled.get(key);
    if (known) {
      if (context !== undefined) this.#planning?.found(context);
      return known;
    }
    const conditions = Object.fromEntries(operation.conditions.map((it) => [it, variables[it] === true]));
    const ended = this.#planning?.begins(context);
    const compiled = compileOperation(operation, conditions, overrides, this.#compiling);
    if (ended) compiled.then(() => ended(), ended);
    const named = { document, documentId, operationName };
    const held = { key, ...named, conditions, overrides, isInUse: false, compiled };
    this.#compiled.set(key, held);
    // What failed once may succeed when the machine is less busy; nothing of it is kept.
    compiled.catch(() => this.#compiled.delete(key));
    return held;
  }

  #overrides(context: Context): Overrides {
    const { planner } = this.#compiling;
    if (planner.labels.length === 0 && planner.percentages.length === 0) return NO_OVERRIDES;
    const active = planner.labels.filter((it) => this.#overrideLabels(it, context));
    return overridesOf(planner, active, Math.random() * 100);
  }
}

/** Draws between the same thresholds lead to the same plan, so one stands for all of them. */
function overridesOf({ percentages }: Planner, labels: readonly string[], drawn: number): Overrides {
  if (percentages.length === 0) return { labels, draw: 0 };
  const lower = percentages.findLast((it) => it <= drawn) ?? 0;
  const upper = percentages.find((it) => it > drawn) ?? 100;
  return { labels, draw: (lower + upper) / 2 };
}

function badInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes ? { nodes: error.nodes } : {}),
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}

function refusal(error: Refusal | PlanningTooSlow): GraphQLError {
  const code = error instanceof PlanningTooSlow ? 'LIMIT_EXCEEDED' : 'BAD_USER_INPUT';
  return new GraphQLError(error.message, { extensions: { code }, originalError: error });
}
