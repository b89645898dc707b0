import {
  getNamedType,
  isCompositeType,
  Kind,
  parse,
  print,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';

/**
 * Where several subgraphs give a field of a union and each knows other members, plans ask none of them for the
 * members that not all of them know (seen with 0.0.38), though an object may well be of those: it would be
 * answered with nulls. Here each fetch gets back what was asked of the members that its subgraph knows, as far
 * as that subgraph gives it.
 * @param operations the texts that were planned.
 */
export function withLostMembers(
  fetches: readonly PlannedFetch[],
  operations: readonly string[],
  model: SupergraphModel,
): PlannedFetch[] {
  const restoring = new Restoring(
    operations.flatMap((it) => parse(it, { noLocation: true }).definitions as OperationDefinitionNode[]),
    fetches,
    model,
  );
  const replaced = new Map<PlannedFetch, PlannedFetch>();
  for (const fetch of fetches) {
    const earlier = fetch.earlier.map((it) => replaced.get(it) ?? it);
    replaced.set(fetch, { ...restoring.fetch(fetch), earlier });
  }
  return [...replaced.values()];
}

class Restoring {
  readonly #operations: readonly OperationDefinitionNode[];
  readonly #fetches: readonly PlannedFetch[];
  readonly #model: SupergraphModel;

  constructor(
    operations: readonly OperationDefinitionNode[],
    fetches: readonly PlannedFetch[],
    model: SupergraphModel,
  ) {
    this.#operations = operations;
    this.#fetches = fetches;
    this.#model = model;
  }

  fetch(fetch: PlannedFetch): PlannedFetch {
    const { subgraph, kind, roots, entities } = fetch;
    const rootType = this.#model.fullSchema.getRootType(kind as OperationDefinitionNode['operation']);
    return {
      ...fetch,
      roots: this.#below(roots, rootType?.name ?? '', [''], subgraph),
      entities: entities.map((it) => ({
        ...it,
        selections: this.#below(it.selections, '', it.paths.map(placeOf), subgraph),
      })),
    };
  }

  #below(
    selections: readonly SelectionNode[],
    type: string,
    places: readonly string[],
    subgraph: string,
  ): SelectionNode[] {
    return selections.map((it): SelectionNode => {
      if (it.kind === Kind.FRAGMENT_SPREAD || !it.selectionSet) return it;
      const { selections: inside } = it.selectionSet;
      if (it.kind === Kind.INLINE_FRAGMENT) {
        return withSelections(
          it,
          this.#below(inside, it.typeCondition?.name.value ?? type, places, subgraph),
        );
      }
      const there = places.map((place) => `${place}/${keyOf(it)}`);
      const lost = this.#model
        .unsharedMembers(subgraph, type, it.name.value)
        .flatMap((member) => this.#lost(member, there, subgraph));
      return withSelections(it, [...this.#below(inside, this.#typeOf(type, it), there, subgraph), ...lost]);
    });
  }

  #lost(member: string, places: readonly string[], subgraph: string): SelectionNode[] {
    const lost = new Map(
      this.#askedOf(member, places)
        .filter((it) => !places.every((place) => this.#isGiven(place, member, keyOf(it))))
        .flatMap((it) => this.#ownPart(it, member, subgraph))
        .map((it) => [print(it), it] as const),
    );
    return lost.size > 0 ? [onType(member, [...lost.values()])] : [];
  }

  #askedOf(member: string, places: readonly string[]): FieldNode[] {
    return places.flatMap((place) =>
      this.#operations.flatMap((it) =>
        this.#fieldsAt(it.selectionSet.selections, place.split('/').slice(1), member),
      ),
    );
  }

  #isGiven(place: string, member: string, key: string): boolean {
    const gives = (selections: readonly SelectionNode[], from: string) =>
      (place === from || place.startsWith(`${from}/`)) &&
      this.#fieldsAt(selections, place.slice(from.length).split('/').slice(1), member).some(
        (it) => keyOf(it) === key,
      );
    return this.#fetches.some(
      ({ roots, entities }) =>
        gives(roots, '') ||
        entities.some((it) => it.paths.some((path) => gives(it.selections, placeOf(path)))),
    );
  }

  /** The fields that selections ask for where `path` leads, of objects of `type`. */
  #fieldsAt(
    selections: readonly SelectionNode[],
    [key, ...rest]: readonly string[],
    type: string,
  ): FieldNode[] {
    return selections.flatMap((it): FieldNode[] => {
      if (it.kind === Kind.FRAGMENT_SPREAD) return [];
      if (it.kind === Kind.INLINE_FRAGMENT) {
        const condition = it.typeCondition?.name.value;
        const applies = key !== undefined || condition === undefined || this.#model.meets(type, condition);
        return applies
          ? this.#fieldsAt(it.selectionSet.selections, key === undefined ? [] : [key, ...rest], type)
          : [];
      }
      if (key === undefined) return [it];
      return keyOf(it) === key ? this.#fieldsAt(it.selectionSet?.selections ?? [], rest, type) : [];
    });
  }

  /** A field with what the subgraph itself gives below it; nothing where it does not give the field. */
  #ownPart(field: FieldNode, type: string, subgraph: string): FieldNode[] {
    if (field.name.value === '__typename') return [field];
    if (!this.#model.resolves(subgraph, type, field.name.value)) return [];
    if (!field.selectionSet) return [field];
    const inner = this.#typeOf(type, field);
    const own = field.selectionSet.selections.flatMap((it): SelectionNode[] => {
      if (it.kind === Kind.FIELD) return this.#ownPart(it, inner, subgraph);
      if (it.kind === Kind.FRAGMENT_SPREAD || !it.typeCondition) return [];
      const condition = it.typeCondition.name.value;
      const fields = it.selectionSet.selections.flatMap((one) =>
        one.kind === Kind.FIELD ? this.#ownPart(one, condition, subgraph) : [],
      );
      return fields.length > 0 && this.#model.isKnownTo(subgraph, condition)
        ? [onType(condition, fields)]
        : [];
    });
    return own.length > 0 ? [withSelections(field, own)] : [];
  }

  #typeOf(type: string, { name }: FieldNode): string {
    const named = getNamedType(this.#model.field(type, name.value)?.type);
    return isCompositeType(named) ? named.name : '';
  }
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function withSelections<Node extends SelectionNode>(node: Node, selections: readonly SelectionNode[]): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function onType(type: string, selections: readonly SelectionNode[]): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
