import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';

/** Selections of entities that one representation can serve. */
export interface RequirementGroup {
  readonly selections: readonly SelectionNode[];
  readonly requires: readonly RequiresSelection[];
}

/**
 * Takes apart what one fetch asks of entities where fields require the same field with different arguments:
 * a representation has one `price`, so `shipping`, which needs it in euros, and `tax`, which needs it in
 * pounds, are asked for on two representations.
 */
export function splitRequirements(
  selections: readonly SelectionNode[],
  requires: readonly RequiresSelection[],
  subgraph: string,
  model: SupergraphModel,
): RequirementGroup[] {
  if (!collides(requires, model)) return [{ selections, requires }];
  const groups: { selections: SelectionNode[]; names: Map<string, string> }[] = [];

  const place = (selection: SelectionNode, needed: ReadonlyMap<string, string>) => {
    let group = groups.find(({ names }) =>
      [...needed].every(([written, name]) => (names.get(written) ?? name) === name),
    );
    if (!group) groups.push((group = { selections: [], names: new Map() }));
    group.selections.push(selection);
    for (const [written, name] of needed) group.names.set(written, name);
  };
  for (const selection of selections) {
    if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) {
      place(selection, new Map());
      continue;
    }
    const type = selection.typeCondition.name.value;
    for (const inner of selection.selectionSet.selections) {
      const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [inner] };
      place({ ...selection, selectionSet }, requiredBy(inner, type, subgraph, model));
    }
  }
  return groups.map((it) => {
    const kept = new Set(it.names.values());
    return { selections: it.selections, requires: without(requires, kept, model) };
  });
}

/** Whether some object of the representation would have to hold one field twice. */
function collides(requires: readonly RequiresSelection[], model: SupergraphModel): boolean {
  const seen = new Map<string, string>();
  return requires.some((it) => {
    if (it.kind === 'FragmentSpread') return false;
    if (it.kind === 'InlineFragment') return collides(it.selections, model);
    const written = model.requiredArguments.get(it.name)?.name ?? it.name;
    const other = seen.get(written) ?? it.name;
    seen.set(written, it.name);
    return other !== it.name || collides(it.selections ?? [], model);
  });
}

/** What a selection requires: the planner's names by the subgraph's. */
function requiredBy(
  selection: SelectionNode,
  type: string,
  subgraph: string,
  model: SupergraphModel,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const collect = (set: SelectionSetNode) => {
    for (const it of set.selections) {
      if (it.kind === Kind.FIELD) {
        names.set(model.requiredArguments.get(it.name.value)?.name ?? it.name.value, it.name.value);
      }
      if (it.kind !== Kind.FRAGMENT_SPREAD && it.selectionSet) collect(it.selectionSet);
    }
  };
  if (selection.kind === Kind.FIELD) {
    const requirement = model.requirement(subgraph, type, selection.name.value);
    if (requirement) collect(requirement);
  } else if (selection.kind === Kind.INLINE_FRAGMENT) {
    const inner = selection.typeCondition?.name.value ?? type;
    for (const it of selection.selectionSet.selections) {
      for (const [written, name] of requiredBy(it, inner, subgraph, model)) names.set(written, name);
    }
  }
  return names;
}

/** `requires` without the required fields that carry arguments and are not among `kept`. */
function without(
  requires: readonly RequiresSelection[],
  kept: ReadonlySet<string>,
  model: SupergraphModel,
): RequiresSelection[] {
  return requires.flatMap((it): RequiresSelection[] => {
    if (it.kind === 'FragmentSpread') return [it];
    if (it.kind === 'InlineFragment') return [{ ...it, selections: without(it.selections, kept, model) }];
    if (model.requiredArguments.has(it.name) && !kept.has(it.name)) return [];
    return [it.selections ? { ...it, selections: without(it.selections, kept, model) } : it];
  });
}
