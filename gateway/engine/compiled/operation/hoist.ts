import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  Kind,
  type FieldNode,
  type GraphQLCompositeType,
  type InlineFragmentNode,
  type SelectionNode,
} from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';

/**
 * A selection in which fields of interface objects are asked of the interface where they were asked of one of
 * its types. That asks more objects for them than the client did, which the answer does not show. Such a
 * selection can be planned where types behind an interface object cannot be told apart in time.
 */
export function hoisted(
  selection: SelectionNode,
  type: GraphQLCompositeType,
  model: SupergraphModel,
): SelectionNode {
  if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
  const inner = typeBelow(selection, type, model);
  if (!inner) return selection;
  const below = selection.selectionSet.selections.flatMap((it): SelectionNode[] => {
    if (
      it.kind !== Kind.INLINE_FRAGMENT ||
      !isInterfaceType(inner) ||
      !model.isInterfaceObjectSomewhere(inner.name)
    ) {
      return [it];
    }
    const common = it.selectionSet.selections.filter(
      (one) => one.kind === Kind.FIELD && one.name.value in inner.getFields(),
    );
    const others = it.selectionSet.selections.filter((one) => !common.includes(one));
    return others.length > 0 ? [...common, withSelections(it, others)] : common;
  });
  return withSelections(
    selection,
    below.map((it) => hoisted(it, inner, model)),
  );
}

function typeBelow(
  selection: FieldNode | InlineFragmentNode,
  type: GraphQLCompositeType,
  { fullSchema, field }: SupergraphModel,
): GraphQLCompositeType | undefined {
  const below =
    selection.kind === Kind.FIELD
      ? getNamedType(field(type.name, selection.name.value)?.type)
      : fullSchema.getType(selection.typeCondition?.name.value ?? type.name);
  return isCompositeType(below) ? below : undefined;
}

function withSelections<Node extends FieldNode | InlineFragmentNode>(
  node: Node,
  selections: SelectionNode[],
): Node {
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}
