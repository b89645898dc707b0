import { getNamedType, Kind, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';

/**
 * Whether fetches ask each subgraph only for fields that it gives at the place where it is asked: its own, those of
 * its keys, and of others' what it provides there. Plans mix up what is provided at several places (seen with
 * 0.0.38).
 */
export function isGiven(fetches: readonly PlannedFetch[], model: SupergraphModel): boolean {
  return fetches.every(({ subgraph, kind, roots, entities }) => {
    const root = model.fullSchema.getRootType(kind as never)?.name ?? '';
    return [{ selections: roots }, ...entities].every(({ selections }) =>
      areGiven(selections, root, [], subgraph, model),
    );
  });
}

function areGiven(
  selections: readonly SelectionNode[],
  type: string,
  provided: readonly SelectionSetNode[],
  subgraph: string,
  model: SupergraphModel,
): boolean {
  return selections.every((it) => {
    if (it.kind === Kind.FRAGMENT_SPREAD) return true;
    if (it.kind === Kind.INLINE_FRAGMENT) {
      const inner = it.typeCondition?.name.value ?? type;
      return areGiven(it.selectionSet.selections, inner, provided, subgraph, model);
    }
    const name = it.name.value;
    const here = provided.flatMap((set) => fieldsIn(set, type, name, model));
    const isOthers = model.isExternal(subgraph, type, name) && !model.keyFields(subgraph, type).has(name);
    if (isOthers && here.length === 0) return false;
    const field = model.field(type, name);
    if (!it.selectionSet || !field) return true;
    const below = [
      ...here.flatMap((one) => one.selectionSet ?? []),
      ...[type, ...model.possibleTypes(type)].flatMap((one) => model.provides(subgraph, one, name) ?? []),
    ];
    const inner = getNamedType(field.type).name;
    return areGiven(it.selectionSet.selections, inner, below, subgraph, model);
  });
}

/** The fields of a name that a field set selects of objects of `type`, or of some of them. */
function fieldsIn(
  { selections }: SelectionSetNode,
  type: string,
  name: string,
  model: SupergraphModel,
): FieldNode[] {
  return selections.flatMap((it): FieldNode[] => {
    if (it.kind === Kind.FIELD) return it.name.value === name ? [it] : [];
    if (it.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = it.typeCondition?.name.value ?? type;
    const meet = model.meets(type, condition) || model.meets(condition, type);
    return meet ? fieldsIn(it.selectionSet, type, name, model) : [];
  });
}
