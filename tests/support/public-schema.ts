import {
  getNamedType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { entityPolicy, fieldPolicy, type CachePolicy } from '../../platform/subgraph/cache-policy.ts';

/** Arguments for fields that require some, by type and field: `{ 'Query.scheme': '(id: "GB")' }`. */
export type Arguments = Readonly<Record<string, string>>;

const isPublic = ({ maxAge, isPrivate }: CachePolicy): boolean => maxAge > 0 && !isPrivate;

/** The types that may be kept for everybody by their own hint. */
export function publicTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((it) => isPublic(entityPolicy(it)));
}

/** Of each field of the root that may be kept for everybody: a query, by the name of the field. */
export function publicQueries(schema: GraphQLSchema, args: Arguments): ReadonlyMap<string, string> {
  const root = schema.getQueryType() as GraphQLObjectType;
  const fields = Object.values(root.getFields()).filter((it) =>
    isPublic(fieldPolicy(schema, root, it, true)),
  );
  return new Map(fields.map((it) => [it.name, `{ ${fieldSelection(schema, root, it, args, false)} }`]));
}

/**
 * Everything of a type that may be kept for everybody. Of another such type that it holds, which is asked for
 * by itself, only what holds nothing further.
 */
export function publicSelection(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  args: Arguments,
  leavesOnly = false,
): string {
  const fields = Object.values(type.getFields())
    .filter((field) => isPublic(fieldPolicy(schema, type, field, false)))
    .filter((field) => !leavesOnly || !isCompositeType(getNamedType(field.type)))
    .map((field) => fieldSelection(schema, type, field, args, true));
  return `{ ${['__typename', ...fields].join(' ')} }`;
}

function fieldSelection(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  args: Arguments,
  isHeld: boolean,
): string {
  const given = args[`${parent.name}.${field.name}`];
  if (given === undefined && field.args.some(isRequiredArgument)) {
    throw new Error(`${parent.name}.${field.name} may be kept for everybody: its test needs arguments.`);
  }
  const type = getNamedType(field.type);
  const name = `${field.name}${given ?? ''}`;
  if (!isCompositeType(type)) return name;
  if (!isObjectType(type)) throw new Error(`${parent.name}.${field.name} gives no single type.`);
  return `${name} ${publicSelection(schema, type, args, isHeld && isPublic(entityPolicy(type)))}`;
}
