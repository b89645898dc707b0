import {
  getNamedType,
  isAbstractType,
  isInputType,
  type ConstDirectiveNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { rulesIn, type Rule, type RuleDirectives } from './rules.ts';

/** A field of a type, or a type that something is narrowed to. */
export interface Part {
  readonly type: GraphQLCompositeType;
  readonly field?: string;
}

/** What a field is made from: parts whose rules come to its own. Only the next; theirs are asked for in turn. */
export type MadeFrom = (part: Part) => readonly Part[];

/**
 * What has to hold to reach the parts of a schema. A selection of a field is reached when every rule holds
 * that stands on the field, on the type it is on, on the type it gives, and on what it is made from. What is
 * asked of an interface may be answered by any type that implements it, so the rules of all of them, and of
 * their fields, come to it.
 */
export class Access {
  readonly schema: GraphQLSchema;
  readonly #names: RuleDirectives;
  readonly #madeFrom: MadeFrom;
  readonly #ofTypes = new Map<string, readonly Rule[]>();
  #ruledInputs: readonly GraphQLNamedType[] | undefined;
  readonly #ofSelections = new Map<string, readonly Rule[]>();

  /** @param schema with the AST that its directives stand in. */
  constructor(schema: GraphQLSchema, names: RuleDirectives, madeFrom: MadeFrom = () => []) {
    this.schema = schema;
    this.#names = names;
    this.#madeFrom = madeFrom;
  }

  /** The rules on a type itself. */
  ofType(type: GraphQLNamedType): readonly Rule[] {
    let rules = this.#ofTypes.get(type.name);
    if (!rules) {
      const nodes = [type.astNode, ...type.extensionASTNodes];
      rules = distinct(rulesIn(directivesOn(nodes), this.#names));
      this.#ofTypes.set(type.name, rules);
    }
    return rules;
  }

  /** The types of values that clients give, as far as they have rules: enums and scalars. */
  get ruledInputs(): readonly GraphQLNamedType[] {
    return (this.#ruledInputs ??= Object.values(this.schema.getTypeMap()).filter(
      (it) => isInputType(it) && this.ofType(it).length > 0,
    ));
  }

  /** The rules of a selection of `field` on `type`, each once. */
  ofSelection(type: GraphQLCompositeType, field: string): readonly Rule[] {
    const key = `${type.name}.${field}`;
    let rules = this.#ofSelections.get(key);
    if (!rules) {
      rules = distinct(this.#partsOf({ type, field }).flatMap((it) => this.#ofPart(it)));
      this.#ofSelections.set(key, rules);
    }
    return rules;
  }

  /** A part, what may stand for it, and what all of that is made from. */
  #partsOf(first: Part): Part[] {
    const parts = new Map<string, Part>();
    const add = (part: Part): void => {
      const key = `${part.type.name}.${part.field ?? ''}`;
      if (parts.has(key)) return;
      parts.set(key, part);
      if (isAbstractType(part.type)) {
        for (const type of this.schema.getPossibleTypes(part.type)) add({ ...part, type });
      }
      for (const it of this.#madeFrom(part)) add(it);
    };
    add(first);
    return [...parts.values()];
  }

  #ofPart({ type, field: name }: Part): readonly Rule[] {
    const field = name === undefined ? undefined : fieldOf(type, name);
    if (!field) return this.ofType(type);
    return [
      ...this.ofType(type),
      ...rulesIn(directivesOn([field.astNode]), this.#names),
      ...this.ofType(getNamedType(field.type)),
    ];
  }
}

/** A field of a type; undefined where it has none of that name. */
export function fieldOf(
  type: GraphQLNamedType | undefined,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return type && 'getFields' in type
    ? (type.getFields()[name] as GraphQLField<unknown, unknown> | undefined)
    : undefined;
}

function directivesOn(
  nodes: readonly ({ readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined)[],
): ConstDirectiveNode[] {
  return nodes.flatMap((it) => it?.directives ?? []);
}

function distinct(rules: readonly Rule[]): Rule[] {
  return [...new Map(rules.map((it) => [it.key, it])).values()];
}
