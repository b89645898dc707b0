import {
  isAbstractType,
  isCompositeType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, selectionsOf, type Collecting } from '../../engine/compiled/output/fields.ts';
import { overLimit } from '../refusals.ts';
import { largest, product, sum, type Amount } from './amount.ts';
import type { CostSchema } from './cost-schema.ts';
import type { FieldCosts, Sizes } from './field-cost.ts';

/** How much work estimating one operation may be: selections and fields looked at, and steps of what comes of it. */
const MOST_WORK = 50_000;

/**
 * The estimate of what an operation costs: the most that it can, by the specification's Static Query Analysis
 * (section 5.1.1). It is the sum of the type cost and the field cost (section 5.3.2); of an object of an
 * abstract type it counts the type that costs most.
 * @throws PublicError (LIMIT_EXCEEDED) for an operation that is too large to be estimated, and where a page in
 * it is refused.
 */
export function estimate(
  root: GraphQLObjectType,
  set: SelectionSetNode,
  context: Collecting,
  costs: CostSchema,
  fields: FieldCosts,
): Amount {
  return new Estimate(context, costs, fields).object(root, [set], undefined);
}

class Estimate {
  readonly #context: Collecting;
  readonly #costs: CostSchema;
  readonly #fields: FieldCosts;
  /** What was estimated, by type and selections: fragments lead to the same over and over. */
  readonly #known = new Map<string, Amount>();
  readonly #ids = new Map<SelectionSetNode, number>();
  #work = 0;

  constructor(context: Collecting, costs: CostSchema, fields: FieldCosts) {
    this.#context = context;
    this.#costs = costs;
    this.#fields = fields;
  }

  /** What an object of a type costs, with all that is asked of it. */
  object(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], sizes: Sizes | undefined): Amount {
    // What a field says of the lists of its object hangs on that field.
    const key = sizes ? undefined : `${type.name} ${sets.map((it) => this.#idOf(it)).join()}`;
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const amount = isAbstractType(type)
      ? largest(this.#costs.possibleTypes(type).map((it) => this.object(it, sets, sizes)))
      : this.#ofType(type, sets, sizes);
    if (key !== undefined) this.#known.set(key, amount);
    return amount;
  }

  #ofType(type: GraphQLObjectType, sets: readonly SelectionSetNode[], sizes: Sizes | undefined): Amount {
    const amounts: Amount[] = [this.#costs.typeWeight(type)];
    for (const { selections } of sets) this.#worked(selections.length);
    for (const nodes of collectFields(type, sets, this.#context).values()) {
      this.#worked(1);
      const [node] = nodes;
      const cost = node && this.#fields.of(type, node, sizes);
      if (!cost) continue;
      const { own, count, given } = cost;
      const one = isCompositeType(given)
        ? this.object(given, selectionsOf(nodes), cost.sizes)
        : this.#costs.typeWeight(given);
      amounts.push(own, product(count, one));
    }
    const amount = sum(amounts);
    if (typeof amount !== 'number') this.#worked(0, amount.steps);
    return amount;
  }

  #worked(work: number, steps = 0): void {
    this.#work += work;
    if (this.#work > MOST_WORK || steps > MOST_WORK) {
      throw overLimit({
        what: 'The cost of the operation takes too much work to estimate',
        limit: MOST_WORK,
        advice: 'Ask for less, or in several requests.',
      });
    }
  }

  #idOf(set: SelectionSetNode): number {
    let id = this.#ids.get(set);
    if (id === undefined) this.#ids.set(set, (id = this.#ids.size));
    return id;
  }
}
