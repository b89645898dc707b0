import {
  buildASTSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  print,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { refuseSupergraph } from '../refusal.ts';
import { apiSchemaOf } from './api-schema.ts';
import { applications } from './directives.ts';
import { featuresOf } from './features.ts';
import { fieldSet } from './field-set.ts';
import {
  liftRequiredArguments,
  type FieldsDefinition,
  type RequiredArguments,
} from './required-arguments.ts';

/** What the engine knows of a supergraph; made once for each. */
export interface SupergraphModel {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Everything, hidden elements included. */
  readonly fullSchema: GraphQLSchema;
  /** The supergraph as the planner is to read it. */
  readonly plannerSdl: string;
  readonly requiredArguments: RequiredArguments;
  /** Object types that stand for `typeName`: itself, or what implements it or belongs to it. */
  possibleTypes(typeName: string): ReadonlySet<string>;
  /** Fields at the top of the keys by which `subgraph` knows entities of `typeName` or of its interfaces. */
  keyFields(subgraph: string, typeName: string): ReadonlySet<string>;
  /** What `subgraph` requires of `typeName` to resolve its `field`, in the planner's names. */
  requirement(subgraph: string, typeName: string, field: string): SelectionSetNode | undefined;
}

/**
 * Reads a supergraph.
 * @throws Refusal where it is none.
 */
export function supergraphModel(sdl: string): SupergraphModel {
  const document = parse(sdl, { noLocation: true });
  const features = featuresOf(document);
  const graphs = graphNames(document);
  if (graphs.size === 0) refuseSupergraph('The schema names no subgraphs: it is no composed supergraph.');
  const fullSchema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const lifted = liftRequiredArguments(document, fullSchema);
  const definitions = new Map(
    lifted.document.definitions.flatMap((it) =>
      it.kind === Kind.OBJECT_TYPE_DEFINITION || it.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [[it.name.value, it] as const]
        : [],
    ),
  );

  return {
    apiSchema: apiSchemaOf(document, features),
    fullSchema,
    plannerSdl: print(lifted.document),
    requiredArguments: lifted.requiredArguments,
    possibleTypes: remembered((typeName) => possibleTypes(fullSchema, typeName)),
    keyFields: rememberedPair((subgraph, typeName) => keyFields(definitions, graphs, subgraph, typeName)),
    requirement(subgraph, typeName, field) {
      const definition = definitions.get(typeName)?.fields?.find((it) => it.name.value === field);
      return definition && requirement(definition, graphs, subgraph);
    },
  };
}

/** Names of subgraphs by the name of their value in `join__Graph`. */
function graphNames(document: DocumentNode): Map<string, string> {
  const graphs = document.definitions.find(
    (it) => it.kind === Kind.ENUM_TYPE_DEFINITION && it.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map((it) => [
      it.name.value,
      String(applications(it, 'join__graph')[0]?.['name'] ?? it.name.value),
    ]),
  );
}

function possibleTypes(schema: GraphQLSchema, typeName: string): ReadonlySet<string> {
  const type = schema.getType(typeName);
  if (isObjectType(type)) return new Set([typeName]);
  if (isAbstractType(type)) return new Set(schema.getPossibleTypes(type).map((it) => it.name));
  return new Set();
}

function keyFields(
  definitions: ReadonlyMap<string, FieldsDefinition>,
  graphs: ReadonlyMap<string, string>,
  subgraph: string,
  typeName: string,
): ReadonlySet<string> {
  const definition = definitions.get(typeName);
  const interfaces = (definition?.interfaces ?? []).flatMap((it) => definitions.get(it.name.value) ?? []);
  return new Set(
    [...(definition ? [definition] : []), ...interfaces]
      .flatMap((it) => applications(it, 'join__type'))
      .filter((it) => graphs.get(String(it['graph'])) === subgraph && typeof it['key'] === 'string')
      .flatMap((it) => fieldSet(it['key'] as string).selections)
      .flatMap((it) => (it.kind === Kind.FIELD ? [it.name.value] : [])),
  );
}

function requirement(
  field: FieldDefinitionNode,
  graphs: ReadonlyMap<string, string>,
  subgraph: string,
): SelectionSetNode | undefined {
  const applied = applications(field, 'join__field').find(
    (it) => graphs.get(String(it['graph'])) === subgraph && typeof it['requires'] === 'string',
  );
  return applied && fieldSet(applied['requires'] as string);
}

function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

function rememberedPair<Value>(make: (a: string, b: string) => Value): (a: string, b: string) => Value {
  const known = remembered((a) => remembered((b) => make(a, b)));
  return (a, b) => known(a)(b);
}
