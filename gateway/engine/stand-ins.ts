import { Kind, parse, type SelectionSetNode } from 'graphql';

/** The representations of an `_entities` call. */
export type Representations = readonly { readonly __typename: string }[];

/** Response names by the type that they are asked of; `null` stands for any type. */
type FieldsByType = ReadonlyMap<string | null, readonly string[]>;

/**
 * Stand-ins for entities that a subgraph failed to give: every field asked for, as null. A planner reads an
 * absent field as "nothing known of this entity" and leaves out the fetches that require it; an explicit
 * null is a fact that could not be read, and the decision says so.
 */
export class StandIns {
  readonly #fields = new Map<string, FieldsByType>();
  readonly #limit: number;

  /** @param limit how many operations are remembered; plans repeat, so few are many. */
  constructor(limit = 500) {
    this.#limit = limit;
  }

  /** An object for `representation` with the fields that `query` asks of `_entities`. */
  of(query: string, { __typename }: Representations[number]): Record<string, null> {
    const fields = this.#fieldsOf(query);
    const names = [...(fields.get(__typename) ?? []), ...(fields.get(null) ?? [])];
    return Object.fromEntries(names.map((name) => [name, null]));
  }

  #fieldsOf(query: string): FieldsByType {
    const known = this.#fields.get(query);
    if (known) return known;
    const fields = entityFields(query);
    if (this.#fields.size >= this.#limit) this.#fields.clear();
    this.#fields.set(query, fields);
    return fields;
  }
}

function entityFields(query: string): FieldsByType {
  const fields = new Map<string | null, string[]>();
  const document = parse(query, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  );
  const collect = (selections: SelectionSetNode, type: string | null): void => {
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        if (selection.name.value !== '__typename') fields.set(type, [...(fields.get(type) ?? []), name]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, selection.typeCondition?.name.value ?? type);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet, fragment.typeCondition.name.value);
      }
    }
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const root of definition.selectionSet.selections) {
      if (root.kind === Kind.FIELD && root.name.value === '_entities' && root.selectionSet) {
        collect(root.selectionSet, null);
      }
    }
  }
  return fields;
}
