import {
  getNamedType,
  getNullableType,
  isListType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { product, sum, valueOf, type Amount, formula } from './amount.ts';
import { ArgumentCosts } from './argument-cost.ts';
import type { CostSchema } from './cost-schema.ts';
import { listLength, type LengthLimits } from './list-length.ts';

/** What asking a field of one object costs, beside what it gives. */
export interface FieldCost {
  /** Of the field with its arguments: never less than nothing. */
  readonly own: Amount;
  /** How many objects or values it gives. */
  readonly count: Amount;
  readonly given: GraphQLNamedType;
  /** How long the lists of some fields of what it gives are. */
  readonly sizes: Sizes | undefined;
}

/** How long the lists of some fields of an object are, as the field that gives the object says. */
export interface Sizes {
  readonly fields: readonly string[];
  readonly length: Amount;
}

const META: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((it) => [it.name, it]),
);

/** What fields cost, by the specification's section 5.3.2.2. */
export class FieldCosts {
  readonly #costs: CostSchema;
  readonly #arguments: ArgumentCosts;
  readonly #limits: LengthLimits;

  constructor(costs: CostSchema, limits: LengthLimits) {
    this.#costs = costs;
    this.#arguments = new ArgumentCosts(costs);
    this.#limits = limits;
  }

  /**
   * What a field of an object of `type` costs.
   * @param sizes what the field that gave the object says of its lists.
   * @returns undefined for a field that the type does not have.
   * @throws PublicError where its page is refused.
   */
  of(type: GraphQLObjectType, node: FieldNode, sizes: Sizes | undefined): FieldCost | undefined {
    const name = node.name.value;
    const definition = META.get(name) ?? type.getFields()[name];
    if (!definition) return undefined;
    const given = getNamedType(definition.type);
    const size = this.#costs.listSize(type, name);
    const sizesOthers = size !== undefined && size.sizedFields.length > 0;
    const own = sizesOthers ? undefined : size;
    const length = sizes?.fields.includes(name)
      ? sizes.length
      : isList(definition.type)
        ? listLength(node, definition, own, this.#limits)
        : 1;
    const sizesBelow = sizesOthers
      ? { fields: size.sizedFields, length: listLength(node, definition, size, this.#limits) }
      : undefined;
    const weight = sum([
      this.#costs.fieldWeight(type, name, given),
      this.#arguments.of(type, node, definition),
    ]);
    return {
      own: checking(sizesBelow?.length ?? length, atLeastNothing(weight)),
      count: product(length, this.#limits.assumedList ** innerLists(definition.type)),
      given,
      sizes: sizesBelow,
    };
  }
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

/** How many lists stand in the list that a type is. */
function innerLists(type: GraphQLOutputType): number {
  const nullable = getNullableType(type);
  if (!isListType(nullable)) return 0;
  return isList(nullable.ofType) ? 1 + innerLists(nullable.ofType) : 0;
}

function atLeastNothing(amount: Amount): Amount {
  if (typeof amount === 'number') return Math.max(0, amount);
  return formula([amount], (variables) => Math.max(0, valueOf(amount, variables)));
}

/** An amount for which a length is worked out too: a page is refused whether or not its rows are asked for. */
function checking(length: Amount, amount: Amount): Amount {
  if (typeof length === 'number') return amount;
  return formula([length], (variables) => {
    length.of(variables);
    return valueOf(amount, variables);
  });
}
