import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { getNamedType, isCompositeType, Kind, type SelectionSetNode } from 'graphql';
import type { ResponseKeys } from '../operation/response-keys.ts';
import { refuseSupergraph } from '../refusal.ts';
import type { SupergraphModel } from '../supergraph/model.ts';

/** A key as a plan would require it. */
export function requireKey({ selections }: SelectionSetNode): RequiresSelection[] {
  return selections.flatMap((it): RequiresSelection[] => {
    if (it.kind !== Kind.FIELD) return [];
    const name = it.name.value;
    return [{ kind: 'Field', name, ...(it.selectionSet ? { selections: requireKey(it.selectionSet) } : {}) }];
  });
}

/** What a `@requires` names, read under the names that the operation asked for it. */
export function requireFields(
  { selections }: SelectionSetNode,
  type: string,
  model: SupergraphModel,
  keys: ResponseKeys,
): RequiresSelection[] {
  return selections.flatMap((it): RequiresSelection[] => {
    if (it.kind === Kind.FRAGMENT_SPREAD) return [];
    if (it.kind === Kind.INLINE_FRAGMENT) {
      const typeCondition = it.typeCondition?.name.value ?? type;
      const below = requireFields(it.selectionSet, typeCondition, model, keys);
      return [{ kind: 'InlineFragment', typeCondition, selections: below }];
    }
    const alias = it.name.value;
    if (alias === '__typename') return [{ kind: 'Field', name: alias }];
    const field = model.field(type, alias) ?? refuseSupergraph(`${type} has no field ${alias} to require.`);
    const named = getNamedType(field.type);
    const below =
      it.selectionSet && isCompositeType(named)
        ? { selections: requireFields(it.selectionSet, named.name, model, keys) }
        : {};
    return [{ kind: 'Field', name: keys.of(field, it), alias, ...below }];
  });
}
