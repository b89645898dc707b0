import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fieldOf, type Access } from './access.ts';
import { givenBy, mayBring } from './inputs.ts';
import type { Rule } from './rules.ts';

/** A rule that an operation depends on; with `input`, only where that variable gives a value of the type. */
export interface Requirement {
  readonly rule: Rule;
  readonly input?: {
    readonly variable: string;
    readonly type: GraphQLInputType;
    readonly wanted: GraphQLNamedType;
  };
}

/** An operation, and what has to hold for each of its parts. */
export interface RequiringOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly root: GraphQLCompositeType;
  /** Each once. */
  readonly requirements: readonly Requirement[];
  /** By field: places in `requirements`. A field of a fragment stands for all spreads of it. */
  readonly ofField: ReadonlyMap<FieldNode, readonly number[]>;
  /** By object type that may come where an abstract one is asked for: places in `requirements`. */
  readonly ofType: ReadonlyMap<string, readonly number[]>;
}

/**
 * Finds the operation of a valid document and what it requires. The type that a field stands on is known from
 * where it is written, so each part of the document is looked at once.
 * @returns undefined where the document has no such operation.
 */
export function requirementsOf(
  document: DocumentNode,
  operationName: string | null | undefined,
  access: Access,
): RequiringOperation | undefined {
  const operations = document.definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
  const definition = operationName
    ? operations.find((it) => it.name?.value === operationName)
    : operations.length === 1
      ? operations[0]
      : undefined;
  const root = definition && access.schema.getRootType(definition.operation);
  if (!definition || !root) return undefined;
  const fragments = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  );
  const reader = new Reader(access, fragments);
  reader.read(definition.selectionSet, root);
  const { requirements, ofField, ofType } = reader;
  return { definition, fragments, root, requirements, ofField, ofType };
}

class Reader {
  readonly requirements: Requirement[] = [];
  readonly ofField = new Map<FieldNode, readonly number[]>();
  readonly ofType = new Map<string, readonly number[]>();
  readonly #access: Access;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #places = new Map<string, number>();
  readonly #spread = new Set<string>();

  constructor(access: Access, fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#access = access;
    this.#fragments = fragments;
  }

  read(set: SelectionSetNode, type: GraphQLCompositeType): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        this.#readField(selection, type);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        this.read(selection.selectionSet, condition === undefined ? type : this.#composite(condition, type));
      } else if (!this.#spread.has(selection.name.value)) {
        this.#spread.add(selection.name.value);
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment)
          this.read(fragment.selectionSet, this.#composite(fragment.typeCondition.name.value, type));
      }
    }
  }

  #readField(node: FieldNode, type: GraphQLCompositeType): void {
    const field = fieldOf(type, node.name.value);
    // Introspection is no part of what rules are about.
    if (!field) return;
    const rules = this.#access.ofSelection(type, field.name);
    const places = [...rules.map((rule) => this.#place({ rule })), ...this.#ofArguments(node, type)];
    if (places.length > 0) this.ofField.set(node, [...new Set(places)]);
    const given = getNamedType(field.type);
    if (!isCompositeType(given)) return;
    if (isAbstractType(given)) this.#readTypes(this.#access.schema.getPossibleTypes(given));
    if (node.selectionSet) this.read(node.selectionSet, given);
  }

  #readTypes(types: readonly GraphQLNamedType[]): void {
    for (const type of types) {
      const rules = this.#access.ofType(type);
      if (rules.length > 0)
        this.ofType.set(
          type.name,
          rules.map((rule) => this.#place({ rule })),
        );
    }
  }

  /** Values of an enum or a scalar with a rule are for those alone for whom it holds. */
  #ofArguments(node: FieldNode, parent: GraphQLCompositeType): number[] {
    const known = fieldOf(parent, node.name.value)?.args ?? [];
    return (node.arguments ?? []).flatMap(({ name, value }) => {
      const argument = known.find((it) => it.name === name.value);
      if (!argument) return [];
      const { types, variables } = givenBy(value, argument.type);
      return [
        ...[...types].flatMap((it) => this.#access.ofType(it).map((rule) => this.#place({ rule }))),
        ...variables.flatMap((it) => this.#ofVariable(it.name, it.type)),
      ];
    });
  }

  #ofVariable(variable: string, type: GraphQLInputType): number[] {
    return this.#access.ruledInputs
      .filter((wanted) => mayBring(type, wanted))
      .flatMap((wanted) =>
        this.#access.ofType(wanted).map((rule) => this.#place({ rule, input: { variable, type, wanted } })),
      );
  }

  #place(requirement: Requirement): number {
    const { rule, input } = requirement;
    const key = input
      ? `${rule.key}\n${input.variable}\n${String(input.type)}\n${input.wanted.name}`
      : rule.key;
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.requirements.push(requirement) - 1;
      this.#places.set(key, place);
    }
    return place;
  }

  #composite(name: string, otherwise: GraphQLCompositeType): GraphQLCompositeType {
    const type = this.#access.schema.getType(name);
    return isCompositeType(type) ? type : otherwise;
  }
}
