import {
  getNamedType,
  isInputObjectType,
  Kind,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type ValueNode,
} from 'graphql';
import { formula, sum, type Amount } from './amount.ts';
import type { CostSchema } from './cost-schema.ts';

/** What arguments cost, by section 5.3.2.2 of the specification. */
export class ArgumentCosts {
  readonly #costs: CostSchema;
  /** Whether nothing in an input type adds to what the argument itself costs. */
  readonly #isFree = new Map<GraphQLInputObjectType, boolean>();

  constructor(costs: CostSchema) {
    this.#costs = costs;
  }

  /** What the arguments that a field is given cost, the input fields used in them included. */
  of(type: GraphQLObjectType, node: FieldNode, definition: GraphQLField<unknown, unknown>): Amount {
    return sum(
      (node.arguments ?? []).flatMap(({ name, value }) => {
        const argument = definition.args.find((it) => it.name === name.value);
        if (!argument) return [];
        const weight = this.#costs.argumentWeight(type, definition.name, argument);
        return [weight, this.#written(getNamedType(argument.type), value)];
      }),
    );
  }

  /** What the input fields in a value as it stands in the document cost. */
  #written(type: GraphQLNamedType, value: ValueNode): Amount {
    if (!isInputObjectType(type) || this.#hasNoCost(type)) return 0;
    switch (value.kind) {
      case Kind.VARIABLE: {
        const name = value.name.value;
        return formula([], (variables) => this.#given(type, variables(name)));
      }
      case Kind.LIST:
        return sum(value.values.map((it) => this.#written(type, it)));
      case Kind.OBJECT:
        return sum(
          value.fields.flatMap((it) => {
            const field = type.getFields()[it.name.value];
            if (!field) return [];
            return [
              this.#costs.inputFieldWeight(type, field),
              this.#written(getNamedType(field.type), it.value),
            ];
          }),
        );
      default:
        return 0;
    }
  }

  /** The same of a value as a variable brings it. */
  #given(type: GraphQLInputObjectType, value: unknown): number {
    if (Array.isArray(value)) return value.reduce((total: number, it) => total + this.#given(type, it), 0);
    if (typeof value !== 'object' || value === null) return 0;
    let total = 0;
    for (const [name, it] of Object.entries(value)) {
      const field = type.getFields()[name];
      if (!field) continue;
      const inner = getNamedType(field.type);
      total += this.#costs.inputFieldWeight(type, field);
      if (isInputObjectType(inner) && !this.#hasNoCost(inner)) total += this.#given(inner, it);
    }
    return total;
  }

  #hasNoCost(type: GraphQLInputObjectType): boolean {
    const known = this.#isFree.get(type);
    if (known !== undefined) return known;
    // A type that leads back to itself has a field of an input type, which costs.
    this.#isFree.set(type, false);
    const isFree = Object.values(type.getFields()).every((field) => {
      const inner = getNamedType(field.type);
      return (
        this.#costs.inputFieldWeight(type, field) === 0 &&
        (!isInputObjectType(inner) || this.#hasNoCost(inner))
      );
    });
    this.#isFree.set(type, isFree);
    return isFree;
  }
}
