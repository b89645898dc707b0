import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import {
  getNamedType,
  isCompositeType,
  Kind,
  type FieldNode,
  type InlineFragmentNode,
  type SelectionNode,
} from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';

/**
 * Plans that come to an interface object by a field of another one do not always ask for the key with which they
 * go on from there (seen with 0.0.38): no representation could be made, and the objects would be answered with
 * nulls. Here each key that a fetch needs and nothing before it gives is asked for where its object comes from.
 */
export function withMissingKeys(fetches: readonly PlannedFetch[], model: SupergraphModel): PlannedFetch[] {
  const completed = new Map<PlannedFetch, PlannedFetch>();
  const latest = (it: PlannedFetch) => completed.get(it) ?? it;
  for (const fetch of fetches) {
    for (const { place, type, field } of neededKeys(fetch)) {
      if (fetch.earlier.some((it) => gives(latest(it), place, field.name.value))) continue;
      for (const earlier of fetch.earlier) {
        const more = new Adding(latest(earlier), type, field, model).at(place);
        if (!more) continue;
        completed.set(earlier, more);
        break;
      }
    }
  }
  if (completed.size === 0) return [...fetches];
  const replaced = new Map<PlannedFetch, PlannedFetch>();
  for (const fetch of fetches) {
    const earlier = fetch.earlier.map((it) => replaced.get(it) ?? it);
    replaced.set(fetch, { ...latest(fetch), earlier });
  }
  return [...replaced.values()];
}

interface NeededKey {
  readonly place: string;
  /** The type whose objects need it. */
  readonly type: string;
  readonly field: FieldNode;
}

function neededKeys({ entities }: PlannedFetch): NeededKey[] {
  return entities.flatMap(({ paths, requires }) =>
    requires.flatMap((it) => {
      if (it.kind !== 'InlineFragment') return [];
      const fields = it.selections.flatMap((one) => fieldOf(one) ?? []);
      return paths.flatMap((path) =>
        fields.map((field) => ({ place: placeOf(path), type: it.typeCondition, field })),
      );
    }),
  );
}

function fieldOf(selection: RequiresSelection): FieldNode | undefined {
  if (selection.kind !== 'Field' || selection.name === '__typename') return undefined;
  const below = (selection.selections ?? []).flatMap((it) => fieldOf(it) ?? []);
  return {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: selection.name },
    ...(below.length > 0 ? { selectionSet: { kind: Kind.SELECTION_SET, selections: below } } : {}),
  };
}

/** Selections of a fetch with the place that each is for. */
function partsOf({
  roots,
  entities,
}: PlannedFetch): { from: string; selections: readonly SelectionNode[] }[] {
  return [
    { from: '', selections: roots },
    ...entities.flatMap((it) => it.paths.map((path) => ({ from: placeOf(path), selections: it.selections }))),
  ];
}

function gives(fetch: PlannedFetch, place: string, name: string): boolean {
  return partsOf(fetch).some(({ from, selections }) => {
    const path = pathFrom(from, place);
    return path !== undefined && has(selections, [...path, name]);
  });
}

function has(selections: readonly SelectionNode[], [key, ...rest]: readonly string[]): boolean {
  return selections.some((it) => {
    if (it.kind === Kind.FRAGMENT_SPREAD) return false;
    if (it.kind === Kind.INLINE_FRAGMENT) return has(it.selectionSet.selections, [key ?? '', ...rest]);
    if (keyOf(it) !== key) return false;
    return rest.length === 0 || has(it.selectionSet?.selections ?? [], rest);
  });
}

/** The names that lead from a place to one below it; undefined where it is not below. */
function pathFrom(from: string, place: string): string[] | undefined {
  if (place === from) return [];
  return place.startsWith(`${from}/`) ? place.slice(from.length + 1).split('/') : undefined;
}

/** Asks a fetch for one more field of the objects at a place. */
class Adding {
  readonly #fetch: PlannedFetch;
  readonly #type: string;
  readonly #field: FieldNode;
  readonly #model: SupergraphModel;
  #isAdded = false;

  constructor(fetch: PlannedFetch, type: string, field: FieldNode, model: SupergraphModel) {
    this.#fetch = fetch;
    this.#type = type;
    this.#field = field;
    this.#model = model;
  }

  /** The fetch with the field; undefined where it does not lead to the place, or its subgraph lacks the field. */
  at(place: string): PlannedFetch | undefined {
    const { kind, roots, entities } = this.#fetch;
    const root = this.#model.fullSchema.getRootType(kind as never)?.name ?? '';
    const added = {
      ...this.#fetch,
      roots: this.#below(roots, root, pathFrom('', place)),
      entities: entities.map((it) => {
        const path = it.paths.map((one) => pathFrom(placeOf(one), place)).find((one) => one !== undefined);
        return path?.length === 0 ? it : { ...it, selections: this.#below(it.selections, '', path) };
      }),
    };
    return this.#isAdded ? added : undefined;
  }

  #below(
    selections: readonly SelectionNode[],
    type: string,
    path: readonly string[] | undefined,
  ): readonly SelectionNode[] {
    if (!path) return selections;
    const [key, ...rest] = path;
    if (key === undefined) return [...selections, ...this.#added(type)];
    return selections.map((it): SelectionNode => {
      if (it.kind === Kind.FRAGMENT_SPREAD || !it.selectionSet) return it;
      const inner = this.#typeOf(it, type);
      if (it.kind === Kind.FIELD && keyOf(it) !== key) return it;
      const below = this.#below(it.selectionSet.selections, inner, it.kind === Kind.FIELD ? rest : path);
      return { ...it, selectionSet: { kind: Kind.SELECTION_SET, selections: below } };
    });
  }

  #added(type: string): SelectionNode[] {
    const name = this.#field.name.value;
    const gives = (on: string) =>
      this.#model.field(on, name) !== undefined &&
      (this.#model.keyFields(this.#fetch.subgraph, on).has(name) ||
        this.#model.resolves(this.#fetch.subgraph, on, name));
    const on = [type, this.#type].find((it) => gives(it));
    if (on === undefined) return [];
    this.#isAdded = true;
    if (on === type) return [this.#field];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: on } },
        selectionSet: { kind: Kind.SELECTION_SET, selections: [this.#field] },
      },
    ];
  }

  #typeOf(selection: FieldNode | InlineFragmentNode, type: string): string {
    if (selection.kind === Kind.INLINE_FRAGMENT) return selection.typeCondition?.name.value ?? type;
    const named = getNamedType(this.#model.field(type, selection.name.value)?.type);
    return isCompositeType(named) ? named.name : '';
  }
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}
