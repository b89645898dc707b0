import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, createResolversMap, type NonEmptyArray, type ResolversMap } from 'type-graphql';
import { refuseMalformedRepresentations } from './representations.ts';

/** Federation, the rules of access, and the hints for caches and of costs, of which nothing shows in the schema for clients. */
const HEAD = `extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: [
      "@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@tag"
      "@authenticated", "@requiresScopes", "@policy", "@composeDirective", "@cost", "@listSize"
    ]
  )
  @link(url: "https://partner-cloud-catalogue.example/access/v1.0", import: ["@public"])
  @composeDirective(name: "@public")

"Everybody may have it, the anonymous included: a rule of access like @authenticated, without which a field does not compose."
directive @public on FIELD_DEFINITION | OBJECT | INTERFACE

directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"Who may be given an answer that was kept."
enum CacheControlScope @inaccessible {
  "Everybody."
  PUBLIC
  "The same viewer."
  PRIVATE
}`;

/** Gives the entity for a representation that the gateway sends, or null where there is none to show. */
export type ReferenceResolver<Context> = (
  representation: Record<string, unknown> & { readonly __typename: string },
  context: Context,
) => unknown;

export interface SubgraphSchemaParts<Context> {
  /** type-graphql resolver classes. */
  readonly resolvers: NonEmptyArray<Function>;
  /** Classes reached only through `_entities`, unions or interfaces. */
  readonly orphanedTypes: readonly Function[];
  /** Reference resolvers by entity type. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  /** SDL that classes cannot express: external facts, directives on enums and unions. */
  readonly sdl?: string;
}

/** The executable federation schema of a subgraph. */
export function subgraphSchema<Context>(parts: SubgraphSchemaParts<Context>): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: parts.resolvers,
    orphanedTypes: [...parts.orphanedTypes],
    // Inputs are checked by the domain, which says what was expected.
    validate: false,
    skipCheck: true,
  });
  const resolvers: ResolversMap = createResolversMap(schema);
  for (const [type, resolve] of Object.entries(parts.references)) {
    const fields = (resolvers[type] ??= {}) as Record<string, unknown>;
    fields['__resolveReference'] = (representation: never, context: Context) =>
      resolve(representation, context);
  }
  const modules = [
    // type-graphql keeps directives in AST nodes without fields, which Apollo's own printer cannot read.
    { typeDefs: parse(`${HEAD}\n${printSchemaWithDirectives(schema)}`), resolvers: resolvers as never },
  ];
  const executable = buildSubgraphSchema(
    parts.sdl ? [...modules, { typeDefs: parse(parts.sdl), resolvers: {} }] : modules,
  );
  refuseMalformedRepresentations(executable);
  return executable;
}

/** The SDL that the subgraph serves as `_service { sdl }`. */
export function subgraphSdl(schema: GraphQLSchema): string {
  return `${printSubgraphSchema(schema)}\n`;
}
