import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';

/**
 * A selection as two that ask for the same together, parted at the first place where there is anything to
 * part; undefined where it leads to one leaf only. Names of types are asked for in both.
 */
export function halves(selection: SelectionNode): [SelectionNode, SelectionNode] | undefined {
  if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return undefined;
  const { selections } = selection.selectionSet;
  const names = selections.filter((it) => isTypename(it));
  const others = selections.filter((it) => !isTypename(it));
  const [only] = others;
  if (!only) return undefined;
  const middle = Math.ceil(others.length / 2);
  const parted =
    others.length > 1 ? [others.slice(0, middle), others.slice(middle)] : halves(only)?.map((it) => [it]);
  if (!parted) return undefined;
  const [first, second] = parted.map((it) => ({
    ...selection,
    selectionSet: selectionSet([...names, ...it]),
  }));
  return [first as SelectionNode, second as SelectionNode];
}

function isTypename(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && selection.name.value === '__typename';
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
