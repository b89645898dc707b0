import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { isInterfaceType, Kind, type SelectionNode } from 'graphql';
import type { Asked } from '../operation/asked.ts';
import type { PlannedEntities } from '../steps/entity-request.ts';
import { shapeOf } from '../steps/shape.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';

/**
 * Plans that ask an interface object's subgraph for fields of several types join those into one fetch. They
 * name only the last of the types as required (seen with 0.0.38), so that objects of the others would be
 * left out; and they ask all objects for the fields of each, where one that fails makes others null that
 * never asked for it. Here each type gets the fields that the operation asks of it.
 */
export function splitInterfaceObjects(
  fetch: PlannedFetch,
  asked: Asked,
  model: SupergraphModel,
): PlannedFetch {
  return { ...fetch, entities: fetch.entities.flatMap((it) => split(it, fetch.subgraph, asked, model)) };
}

function split(
  planned: PlannedEntities,
  subgraph: string,
  asked: Asked,
  model: SupergraphModel,
): PlannedEntities[] {
  const name = interfaceName(planned, model);
  if (name === undefined || !model.isInterfaceObject(subgraph, name)) return [planned];
  const belongs = (condition: string) => condition === name || model.possibleTypes(name).has(condition);
  const [required, otherwise] = divided(planned.requires, (it) =>
    it.kind === 'InlineFragment' ? belongs(it.typeCondition) : false,
  );
  const [selections, otherSelections] = divided(planned.selections, (it) =>
    it.kind === Kind.INLINE_FRAGMENT && it.typeCondition ? belongs(it.typeCondition.name.value) : true,
  );
  const conditions = required.flatMap((it) => (it.kind === 'InlineFragment' ? [it.typeCondition] : []));
  const [first] = required;
  if (first?.kind !== 'InlineFragment') return [planned];
  const keys = [...shapeOf(selections).keys()];
  const asks = (key: string, meets: (condition: string) => boolean) =>
    planned.paths.some((path) => asked.asks(placeOf(path), [key], meets));

  const groups = new Map<string, { keys: ReadonlySet<string>; types: string[] }>();
  for (const type of model.possibleTypes(name)) {
    const own = keys.filter((key) => asks(key, (condition) => model.meets(type, condition)));
    const known = conditions.some((it) => model.meets(type, it));
    if (own.length === 0 && !(known && keys.every((key) => !asks(key, () => true)))) continue;
    const group = groups.get(own.join()) ?? {
      // What the operation does not ask for is the plan's own, like keys for what follows.
      keys: new Set(keys.filter((key) => own.includes(key) || !asks(key, () => true))),
      types: [],
    };
    groups.set(own.join(), group);
    group.types.push(type);
  }
  if (groups.size < 2 && conditions.includes(name)) return [planned];
  const apart = [...groups.values()].map((group) => ({
    ...planned,
    selections: selections.map((it) => only(it, group.keys)),
    requires: group.types.map((typeCondition): RequiresSelection => ({ ...first, typeCondition })),
  }));
  if (otherwise.length === 0) return apart;
  return [...apart, { ...planned, selections: otherSelections, requires: otherwise }];
}

function divided<Value>(
  values: readonly Value[],
  belongs: (value: Value) => boolean,
): [readonly Value[], readonly Value[]] {
  return [values.filter((it) => belongs(it)), values.filter((it) => !belongs(it))];
}

/** A fragment with those of its fields that are answered under `keys`. */
function only(selection: SelectionNode, keys: ReadonlySet<string>): SelectionNode {
  if (selection.kind !== Kind.INLINE_FRAGMENT) return selection;
  const selections = selection.selectionSet.selections
    .filter((it) => it.kind !== Kind.FIELD || keys.has(it.alias?.value ?? it.name.value))
    .map((it) => only(it, keys));
  return { ...selection, selectionSet: { ...selection.selectionSet, selections } };
}

/** The interface under whose name a fetch presents its objects, if it does. */
function interfaceName({ inputRewrites }: PlannedEntities, model: SupergraphModel): string | undefined {
  const names = inputRewrites.flatMap((it) => ('ValueSetter' in it ? [it.ValueSetter.setValueTo] : []));
  return names.find((it) => isInterfaceType(model.fullSchema.getType(it)));
}
