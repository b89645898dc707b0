import { getNamedType, isObjectType, Kind, type GraphQLNamedType, type SelectionNode } from 'graphql';
import type { PlannedEntities } from '../steps/entity-request.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';

/**
 * Plans ask for the type of every object that entities are fetched for. Where the schema says what it is,
 * asking is for nothing, and the names of types can be a fifth of an answer's text.
 *
 * Leaves them out of fetches of an operation whose entities are each of one object type, which is then what
 * their representations say. Otherwise the fetches stay as they are.
 */
export function withoutKnownTypenames<Fetch extends PlannedFetch>(
  fetches: readonly Fetch[],
  model: SupergraphModel,
): readonly Fetch[] {
  const isPlain = fetches.every(({ entities }) => entities.every((it) => isOfOneType(it, model)));
  if (!isPlain) return fetches;
  return fetches.map((fetch) => ({
    ...fetch,
    roots: without(fetch.roots, model.fullSchema.getRootType(fetch.kind as never) ?? undefined, false, model),
    entities: fetch.entities.map((it) => ({
      ...it,
      selections: without(it.selections, undefined, false, model),
    })),
  }));
}

function isOfOneType(planned: PlannedEntities, model: SupergraphModel): boolean {
  const { requires, inputRewrites, outputRewrites, contexts, apart = [] } = planned;
  const [only, second] = requires;
  return (
    only?.kind === 'InlineFragment' &&
    !second &&
    model.isObjectType(only.typeCondition) &&
    inputRewrites.length + outputRewrites.length + contexts.length + apart.length === 0
  );
}

/**
 * @param type what the selections are of; undefined where only the answer tells.
 * @param isKnown whether objects there are of `type` by the schema, and not by their own word.
 */
function without(
  selections: readonly SelectionNode[],
  type: GraphQLNamedType | undefined,
  isKnown: boolean,
  model: SupergraphModel,
): readonly SelectionNode[] {
  const left = selections.flatMap((it): SelectionNode[] => {
    if (it.kind === Kind.FIELD) {
      if (it.name.value === '__typename') return isKnown ? [] : [it];
      const definition = type && model.field(type.name, it.name.value);
      if (!it.selectionSet || !definition) return [it];
      const named = getNamedType(definition.type);
      const below = without(it.selectionSet.selections, named, isObjectType(named), model);
      return [{ ...it, selectionSet: { ...it.selectionSet, selections: below } }];
    }
    if (it.kind !== Kind.INLINE_FRAGMENT) return [it];
    const condition = it.typeCondition?.name.value;
    const inner = condition === undefined ? type : model.fullSchema.getType(condition);
    const known = isKnown && inner === type;
    const below = without(it.selectionSet.selections, inner, known, model);
    return [{ ...it, selectionSet: { ...it.selectionSet, selections: below } }];
  });
  // Something has to be asked for.
  return left.length > 0 ? left : selections;
}
