import {
  buildASTSchema,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { refuseSupergraph } from '../refusal.ts';
import { apiSchemaOf } from './api-schema.ts';
import { settersOf, type ContextArgument } from './contexts.ts';
import { applications } from './directives.ts';
import { passedOn, type PassedOn } from './executable-directives.ts';
import { featuresOf } from './features.ts';
import { Ownership, type Requirement } from './ownership.ts';
import { plannerSupergraphs, type PlannerSupergraph } from './planner-document.ts';

/** What the engine knows of a supergraph; made once for each. */
export interface SupergraphModel {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Everything, hidden elements included. */
  readonly fullSchema: GraphQLSchema;
  /** The supergraph as the planner is to read it: in the forms that it may need, the likeliest first. */
  readonly forPlanner: readonly PlannerSupergraph[];
  /** Directives of the client's own as subgraphs are to see them. */
  readonly passedOn: PassedOn;
  /** Object types that stand for `typeName`: itself, or what implements it or belongs to it. */
  possibleTypes(typeName: string): ReadonlySet<string>;
  /** Every type name that meets a condition on `condition`, the name itself included. */
  readonly typesMeeting: (condition: string) => ReadonlySet<string>;
  /** Whether a name is that of an object type. */
  readonly isObjectType: (typename: unknown) => boolean;
  /** Whether an object of type `typename` meets a condition on `condition`. */
  meets(typename: string, condition: string): boolean;
  /** A field with everything that clients do not see of it. */
  field(typeName: string, fieldName: string): GraphQLField<unknown, unknown> | undefined;
  /** Fields at the top of the keys by which `subgraph` knows entities of `typeName` or of its interfaces. */
  keyFields(subgraph: string, typeName: string): ReadonlySet<string>;
  /** Whether `subgraph` gives the field to whoever comes to the object there. */
  resolves(subgraph: string, typeName: string, field: string): boolean;
  /** Whether `subgraph` has the field only to name it: it gives it where it is provided, and nowhere else. */
  isExternal(subgraph: string, typeName: string, field: string): boolean;
  /** What `subgraph` gives of other subgraphs' fields below a field; undefined where nothing. */
  provides(subgraph: string, typeName: string, field: string): SelectionSetNode | undefined;
  /** Types that a field of a union can be of at `subgraph`, but not at every subgraph that gives the field. */
  unsharedMembers(subgraph: string, typeName: string, field: string): readonly string[];
  /** Whether `subgraph` has the type. */
  isKnownTo(subgraph: string, typeName: string): boolean;
  /** Whether `subgraph` has the interface as an interface object. */
  isInterfaceObject(subgraph: string, typeName: string): boolean;
  /** Whether any subgraph has the interface as an interface object. */
  isInterfaceObjectSomewhere(typeName: string): boolean;
  /** A key by which `subgraph` can be asked for entities of `typeName`. */
  resolvableKey(subgraph: string, typeName: string): SelectionSetNode | undefined;
  /** What `subgraph` requires of `typeName` to resolve its `field`; undefined where nothing. */
  requirement(subgraph: string, typeName: string, field: string): SelectionSetNode | undefined;
  /** What any subgraph requires to resolve `field` of `typeName`, whoever will. */
  requirements(typeName: string, field: string): readonly Requirement[];
  /** Arguments of a field that take their value from an object above it. */
  contextArguments(typeName: string, field: string): readonly ContextArgument[];
  /** Types that set a context and that objects of `typeName` may be of. */
  contextSetters(context: string, typeName: string): readonly string[];
}

/**
 * Reads a supergraph.
 * @throws Refusal where it is none.
 */
export function supergraphModel(sdl: string): SupergraphModel {
  const document = parse(sdl, { noLocation: true });
  const graphs = graphNames(document);
  if (graphs.size === 0) refuseSupergraph('The schema names no subgraphs: it is no composed supergraph.');
  const features = featuresOf(document);
  const ownership = new Ownership(document, graphs);
  const fullSchema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const objectTypes = new Set<unknown>(
    Object.values(fullSchema.getTypeMap()).flatMap((it) => (isObjectType(it) ? [it.name] : [])),
  );
  const possible = remembered((typeName: string) => possibleTypes(fullSchema, typeName));

  return {
    apiSchema: apiSchemaOf(document, features),
    fullSchema,
    passedOn: passedOn(document, features),
    forPlanner: plannerSupergraphs(document, graphs),
    possibleTypes: possible,
    typesMeeting: remembered((condition: string) => new Set([condition, ...possible(condition)])),
    isObjectType: (typename) => objectTypes.has(typename),
    meets: (typename, condition) => typename === condition || possible(condition).has(typename),
    field(typeName, fieldName) {
      const type = fullSchema.getType(typeName);
      return type && 'getFields' in type
        ? (type.getFields()[fieldName] as GraphQLField<unknown, unknown> | undefined)
        : undefined;
    },
    keyFields: rememberedPair((subgraph, typeName) => ownership.keyFields(subgraph, typeName)),
    resolves: (subgraph, typeName, field) => ownership.resolves(subgraph, typeName, field),
    isExternal: (subgraph, typeName, field) => ownership.isExternal(subgraph, typeName, field),
    provides: (subgraph, typeName, field) => ownership.provides(subgraph, typeName, field),
    unsharedMembers: (subgraph, typeName, field) => ownership.unsharedMembers(subgraph, typeName, field),
    isKnownTo: (subgraph, typeName) => ownership.isKnownTo(subgraph, typeName),
    isInterfaceObject: (subgraph, typeName) => ownership.isInterfaceObject(subgraph, typeName),
    isInterfaceObjectSomewhere: (typeName) =>
      [...graphs.values()].some((it) => ownership.isInterfaceObject(it, typeName)),
    resolvableKey: (subgraph, typeName) => ownership.resolvableKey(subgraph, typeName),
    requirement: (subgraph, typeName, field) => ownership.requirement(subgraph, typeName, field),
    contextArguments: rememberedPair((typeName, field) => ownership.contextArguments(typeName, field)),
    contextSetters: rememberedPair((context, typeName) =>
      settersOf(document, context).filter((it) =>
        [...possible(it)].some((one) => possible(typeName).has(one)),
      ),
    ),
    requirements: rememberedPair((typeName, field) => ownership.requirements(typeName, field)),
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
