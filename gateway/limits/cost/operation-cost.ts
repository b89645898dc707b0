import {
  getOperationAST,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { PublicError } from '../../../platform/errors.ts';
import { conditionVariables } from '../../engine/compiled/operation/conditions.ts';
import { actualCost, type ActualCost } from './actual.ts';
import type { Amount, Variables } from './amount.ts';
import { CostSchema } from './cost-schema.ts';
import { estimate } from './estimate.ts';
import { FieldCosts } from './field-cost.ts';
import type { LengthLimits } from './list-length.ts';

/** With so many different values of its conditions an operation's costs are kept; beyond, made anew. */
const MOST_VARIANTS = 32;

/** The values of a request's variables, as they came. */
export type Given = Readonly<Record<string, unknown>>;

/** What an operation costs, for one set of values of its conditions. */
interface Costs {
  /** Undefined where it is refused whatever the variables are. */
  readonly estimate: Amount | undefined;
  readonly refusal: PublicError | undefined;
  readonly actual: () => ActualCost;
}

/** What the operations over one supergraph cost: each is worked through once, and kept with its document. */
export class OperationCosts {
  readonly #schema: GraphQLSchema;
  readonly #costs: CostSchema;
  readonly #fields: FieldCosts;
  readonly #known = new WeakMap<DocumentNode, Map<string, OperationCost | undefined>>();

  constructor(supergraphSdl: string, schema: GraphQLSchema, limits: LengthLimits) {
    this.#schema = schema;
    this.#costs = new CostSchema(supergraphSdl, schema);
    this.#fields = new FieldCosts(this.#costs, limits);
  }

  /** What the operation of this name costs; undefined where the document has none. */
  of(document: DocumentNode, operationName: string | null | undefined): OperationCost | undefined {
    let operations = this.#known.get(document);
    if (!operations) this.#known.set(document, (operations = new Map()));
    const name = operationName ?? '';
    if (operations.has(name)) return operations.get(name);
    const definition = getOperationAST(document, operationName);
    const cost = definition
      ? new OperationCost(document, definition, this.#schema, this.#costs, this.#fields)
      : undefined;
    // Only names that the document has can be asked for over and over.
    if (cost) operations.set(name, cost);
    return cost;
  }
}

/** What one operation costs. */
export class OperationCost {
  readonly #variables: ReadonlyMap<string, unknown>;
  readonly #conditions: readonly string[];
  readonly #make: (conditions: Readonly<Record<string, boolean>>) => Costs;
  readonly #variants = new Map<string, Costs>();

  constructor(
    document: DocumentNode,
    definition: OperationDefinitionNode,
    schema: GraphQLSchema,
    costs: CostSchema,
    fields: FieldCosts,
  ) {
    const root = schema.getRootType(definition.operation);
    const fragments = new Map(
      document.definitions.flatMap((it) =>
        it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
      ),
    );
    this.#variables = new Map(
      (definition.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
        defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
      ),
    );
    this.#conditions = conditionVariables([definition, ...fragments.values()]);
    this.#make = (conditions) => {
      const context = { operation: { fragments }, conditions, model: { apiSchema: schema } };
      const { selectionSet } = definition;
      let actual: ActualCost | undefined;
      if (!root) return { estimate: 0, refusal: undefined, actual: () => () => 0 };
      return {
        ...estimated(() => estimate(root, selectionSet, context, costs, fields)),
        actual: () => (actual ??= actualCost(root, selectionSet, context, costs, fields)),
      };
    };
  }

  /**
   * What the operation may cost at most, before it is executed: a whole number.
   * @throws PublicError where a page that it asks for is refused, or where it is too large to be estimated.
   */
  estimate(given: Given): number {
    const { estimate: amount, refusal } = this.#costsFor(given);
    if (amount === undefined) throw refusal;
    return typeof amount === 'number' ? amount : Math.ceil(amount.of(this.#reading(given)));
  }

  /** What it cost, by the data that it was answered with: a whole number. */
  actual(data: unknown, given: Given): number {
    return Math.ceil(this.#costsFor(given).actual()(data, this.#reading(given)));
  }

  #costsFor(given: Given): Costs {
    const read = this.#reading(given);
    let key = '';
    for (const it of this.#conditions) key += read(it) === true ? '1' : '0';
    const known = this.#variants.get(key);
    if (known) return known;
    if (this.#variants.size >= MOST_VARIANTS) this.#variants.clear();
    const made = this.#make(Object.fromEntries(this.#conditions.map((it) => [it, read(it) === true])));
    this.#variants.set(key, made);
    return made;
  }

  #reading(given: Given): Variables {
    return (name) => given[name] ?? (name in given ? null : this.#variables.get(name));
  }
}

function estimated(work: () => Amount): Pick<Costs, 'estimate' | 'refusal'> {
  try {
    const amount = work();
    return { estimate: typeof amount === 'number' ? Math.ceil(amount) : amount, refusal: undefined };
  } catch (error) {
    if (error instanceof PublicError) return { estimate: undefined, refusal: error };
    throw error;
  }
}
