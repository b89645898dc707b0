import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  type GraphQLCompositeType,
  type SelectionSetNode,
} from 'graphql';
import { isData, type DataPath } from '../steps/run.ts';
import { collectFields, keyOf, selectionsOf, type FieldsType, type OutputContext } from './fields.ts';

type ResponsePath = (string | number)[];

/**
 * Says a path of the merged data in the client's words. One path of ours can be several of the client's,
 * who may ask for a field under two names; a path to something that the client did not ask for itself, like
 * a requirement, ends at the last field that it did. Nothing is said of what was asked for of an object only
 * because it was of others beside it.
 */
export function clientPaths(path: DataPath, data: unknown, context: OutputContext): ResponsePath[] {
  const { rootType, definition } = context.operation;
  const found = below(path, 0, data, rootType, [definition.selectionSet], context);
  const unique = new Map(found.map((it) => [JSON.stringify(it), it]));
  return [...unique.values()];
}

function below(
  path: DataPath,
  at: number,
  value: unknown,
  type: GraphQLCompositeType | undefined,
  sets: readonly SelectionSetNode[],
  context: OutputContext,
): ResponsePath[] {
  const segment = path[at];
  if (segment === undefined || !type) return [[]];
  if (typeof segment === 'number') {
    const element: unknown = Array.isArray(value) ? value[segment] : undefined;
    const further = below(path, at + 1, element, type, sets, context);
    return further.map((it) => [segment, ...it]);
  }
  let matched = false;
  const found = typesFor(type, value, context).flatMap((concrete) =>
    [...collectFields(concrete, sets, context)].flatMap(([name, nodes]): ResponsePath[] => {
      const [node] = nodes;
      const field = node && concrete.getFields()[node.name.value];
      if (!field || keyOf(concrete, node, context) !== segment) return [];
      matched = true;
      const named = getNamedType(field.type);
      const next = isData(value) ? value[segment] : undefined;
      const further = below(
        path,
        at + 1,
        next,
        isCompositeType(named) ? named : undefined,
        selectionsOf(nodes),
        context,
      );
      return further.map((it) => [name, ...it]);
    }),
  );
  if (matched) return found;
  return isOverfetched(path, at, value, context) ? [] : [[]];
}

/** Whether the operation asks for the field here, but not of objects of this one's type. */
function isOverfetched(path: DataPath, at: number, value: unknown, { asked, model }: OutputContext): boolean {
  const place = path.slice(0, at).map((it) => (typeof it === 'string' ? `/${it}` : ''));
  const typename = isData(value) ? value['__typename'] : undefined;
  const keys = [String(path[at])];
  return (
    typeof typename === 'string' &&
    asked.asks(place.join(''), keys, () => true) &&
    !asked.asks(place.join(''), keys, (condition) => model.meets(typename, condition))
  );
}

/** The types that an object may be of: its own, where it is there to tell. */
function typesFor(
  type: GraphQLCompositeType,
  value: unknown,
  { model }: OutputContext,
): readonly FieldsType[] {
  if (isObjectType(type)) return [type];
  const typename = isData(value) ? value['__typename'] : undefined;
  const known = typeof typename === 'string' ? model.apiSchema.getType(typename) : undefined;
  if (isObjectType(known)) return [known];
  const possible = isAbstractType(type) ? model.apiSchema.getPossibleTypes(type) : [];
  return isInterfaceType(type) ? [type, ...possible] : possible;
}
