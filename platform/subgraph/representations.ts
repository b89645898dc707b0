import {
  getNullableType,
  GraphQLID,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { badInput, type PublicError } from '../errors.ts';

/** One field of a key, and whether a value can be its value. */
interface KeyField {
  readonly name: string;
  takes(value: unknown): boolean;
}

/** The keys of a type; a representation has all fields of one of them. */
type Keys = readonly (readonly KeyField[])[];

/**
 * Has `_entities` refuse what is no representation before anything is resolved for it: what names no type that has
 * a key here, or has not the fields of one of its keys. Each is an error of its own place; the others are answered.
 */
export function refuseMalformedRepresentations(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()['_entities'];
  if (!field?.resolve) return;
  const keys = keysByType(schema);
  const resolve: GraphQLFieldResolver<unknown, unknown, { representations: readonly unknown[] }> =
    field.resolve;
  field.resolve = (source, args: { representations: readonly unknown[] }, context, info) => {
    const { representations } = args;
    const faults = representations.map((it, place) => faultOf(it, place, keys));
    if (faults.every((it) => it === null)) return resolve(source, args, context, info);
    const good = representations.filter((_, place) => faults[place] === null);
    const entities = [...(resolve(source, { representations: good }, context, info) as unknown[])];
    // graphql-js makes an error in a list one of its own place.
    return faults.map((fault) => fault ?? entities.shift());
  };
}

function faultOf(
  representation: unknown,
  place: number,
  types: ReadonlyMap<string, Keys>,
): PublicError | null {
  const argument = `representations[${place}]`;
  if (typeof representation !== 'object' || representation === null || Array.isArray(representation)) {
    return badInput(argument, 'an object with __typename and a key', JSON.stringify(representation));
  }
  const fields = representation as Readonly<Record<string, unknown>>;
  const type = fields['__typename'];
  const keys = typeof type === 'string' ? types.get(type) : undefined;
  if (!keys) return badInput(`${argument}.__typename`, 'the name of a type with a key', JSON.stringify(type));
  if (keys.some((key) => key.every(({ name, takes }) => takes(fields[name])))) return null;
  const [key = []] = keys;
  const lacking = key.find(({ name, takes }) => !takes(fields[name]))?.name ?? '';
  return badInput(`${argument}.${lacking}`, `the key of ${String(type)}`, JSON.stringify(fields[lacking]));
}

function keysByType(schema: GraphQLSchema): ReadonlyMap<string, Keys> {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return new Map(
    types.flatMap((type): [string, Keys][] => {
      const nodes = [type.astNode, ...type.extensionASTNodes].flatMap((it) => it?.directives ?? []);
      const keys = nodes.filter((it) => it.name.value === 'key').map((it) => keyFields(type, it));
      return keys.length > 0 ? [[type.name, keys]] : [];
    }),
  );
}

/** The fields at the top of a key. */
function keyFields(type: GraphQLObjectType, key: ConstDirectiveNode): KeyField[] {
  const value = key.arguments?.find((it) => it.name.value === 'fields')?.value;
  const fields = value?.kind === Kind.STRING ? value.value : '';
  const [operation] = parse(`{${fields}}`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((it) => {
    const field = it.kind === Kind.FIELD ? type.getFields()[it.name.value] : undefined;
    if (!field) return [];
    const fieldType = getNullableType(field.type);
    if (isCompositeType(fieldType)) {
      return [{ name: field.name, takes: (came) => typeof came === 'object' && came !== null }];
    }
    if (fieldType === GraphQLID) {
      return [{ name: field.name, takes: (came) => typeof came === 'string' || Number.isInteger(came) }];
    }
    return [{ name: field.name, takes: (came) => came !== null && came !== undefined }];
  });
}
