import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { isInterfaceType } from 'graphql';
import type { Asked } from '../operation/asked.ts';
import type { PlannedEntities } from '../steps/entity-request.ts';
import { shapeOf } from '../steps/shape.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { PlannedFetch } from './fetches.ts';
import { placeOf } from './places.ts';

/**
 * Plans that ask an interface object's subgraph for fields of several types name, where they join those
 * into one fetch, only the last of the types as required (seen with 0.0.38), so that objects of the others
 * would be left out. Every type of the interface that the operation asks for some of the fields is added.
 */
export function completeInterfaceObjects(
  fetch: PlannedFetch,
  asked: Asked,
  model: SupergraphModel,
): PlannedFetch {
  return { ...fetch, entities: fetch.entities.map((it) => completed(it, asked, model)) };
}

function completed(planned: PlannedEntities, asked: Asked, model: SupergraphModel): PlannedEntities {
  const name = interfaceName(planned, model);
  const known = planned.requires.filter((it) => it.kind === 'InlineFragment');
  const [first] = known;
  if (name === undefined || !first || known.some((it) => it.typeCondition === name)) return planned;
  const keys = [...shapeOf(planned.selections).keys()];
  const missing = [...model.possibleTypes(name)].filter(
    (type) =>
      !known.some((it) => it.typeCondition === type) &&
      planned.paths.some((path) =>
        asked.asks(placeOf(path), keys, (condition) => model.meets(type, condition)),
      ),
  );
  const added = missing.map((typeCondition): RequiresSelection => ({ ...first, typeCondition }));
  return { ...planned, requires: [...planned.requires, ...added] };
}

/** The interface under whose name a fetch presents its objects, if it does. */
function interfaceName({ inputRewrites }: PlannedEntities, model: SupergraphModel): string | undefined {
  const names = inputRewrites.flatMap((it) => ('ValueSetter' in it ? [it.ValueSetter.setValueTo] : []));
  return names.find((it) => isInterfaceType(model.fullSchema.getType(it)));
}
