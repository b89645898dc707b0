import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql';
import { entityPolicy, fieldPolicy, restrict, UNRESTRICTED, type CachePolicy } from './cache-policy.ts';

/** For answers that nobody may keep. */
export const NO_STORE = 'no-store';

/** Gives the text of the header `cache-control` for the answer to a query with these variables. */
export type CacheControl = (variables: Readonly<Record<string, unknown>> | undefined) => string;

/**
 * Reads from the hints of the schema how long answers to a document may be kept. Every field in it counts,
 * whether an answer comes to it or not, so that it is read once for all answers, and no field is watched as it
 * is resolved. Only which entities are asked for hangs on the variables.
 */
export function cacheControlOf(schema: GraphQLSchema, document: DocumentNode): CacheControl {
  const info = new TypeInfo(schema);
  const representations = new Set<string>();
  let policy = UNRESTRICTED;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (!parent || !field || field.name === '__typename') return;
        const isRoot = parent === schema.getQueryType();
        const [argument] = node.arguments ?? [];
        if (isRoot && field.name === '_entities' && argument?.value.kind === 'Variable') {
          representations.add(argument.value.name.value);
        } else {
          policy = restrict(policy, fieldPolicy(schema, parent, field, isRoot));
        }
      },
    }),
  );
  const ofFields = policy;
  return (variables) => headerOf([...representations].map(entities(variables)).reduce(restrict, ofFields));

  function entities(variables: Readonly<Record<string, unknown>> | undefined) {
    return (name: string): CachePolicy => {
      const asked = variables?.[name];
      const types = new Set(Array.isArray(asked) ? asked.map(typenameOf) : [undefined]);
      return [...types].map((it) => entityPolicy(schema.getType(String(it)))).reduce(restrict, UNRESTRICTED);
    };
  }
}

function typenameOf(representation: unknown): unknown {
  return (representation as { readonly __typename?: unknown } | null)?.__typename;
}

function headerOf({ maxAge, isPrivate }: CachePolicy): string {
  if (maxAge === 0 || maxAge === Infinity) return NO_STORE;
  return `max-age=${maxAge}, ${isPrivate ? 'private' : 'public'}`;
}
