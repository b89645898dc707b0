import {
  execute,
  Kind,
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLFieldResolver,
  type SelectionSetNode,
} from 'graphql';
import { federate, formatted, type Federation, type FixtureSubgraph } from '../../../support/federation.ts';
import { subgraphFacts, type SubgraphFacts } from './subgraph-facts.ts';
import { only, stable, Universe, type Thing } from './universe.ts';

/** A thing as a subgraph came to it. */
interface Here extends Thing {
  /** What the gateway told of it; undefined where the subgraph found it by itself. */
  readonly representation?: Readonly<Record<string, unknown>> | undefined;
  /** Fields of other subgraphs that are given with it. */
  readonly provided?: SelectionSetNode | undefined;
}

/** Subgraphs that answer from a universe, behind the engine; and one server that has all of it. */
export interface UniversalFederation extends Federation {
  /** Names of fields that nobody can give at the moment. */
  readonly broken: Set<string>;
  alone(
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<FormattedExecutionResult>;
}

/**
 * Subgraphs of which only the types are given. They are strict: one that is asked for a field that is not its
 * own, or for one that requires something without that, fails.
 */
export function universal(
  subgraphs: Readonly<Record<string, Pick<FixtureSubgraph, 'typeDefs' | 'version1'>>>,
  seed = '',
  supergraphSdl?: string,
): UniversalFederation {
  const facts = Object.entries(subgraphs).map(([name, it]) => subgraphFacts(name, it.typeDefs));
  const late: { universe?: Universe } = {};
  const universe = () => late.universe as Universe;
  const federation = federate(
    Object.fromEntries(
      Object.entries(subgraphs).map(([name, it], index) => [
        name,
        { ...it, resolvers: resolversOf(facts[index] as SubgraphFacts, facts, universe) },
      ]),
    ),
    supergraphSdl === undefined ? {} : { supergraphSdl },
  );
  const { apiSchema, fullSchema } = federation.engine.model;
  late.universe = new Universe(fullSchema, apiSchema, facts, federation.schemas, seed);
  const alone: GraphQLFieldResolver<Thing, unknown> = (of, args, _context, { fieldName, parentType }) => {
    const thing = of ?? { type: parentType.name, id: '' };
    return universe().value(thing, fieldName, args, universe().requiredBy(thing, fieldName));
  };
  return {
    ...federation,
    broken: late.universe.broken,
    async alone(document, variables) {
      return formatted(
        await execute({
          schema: apiSchema,
          document,
          variableValues: variables,
          fieldResolver: alone as GraphQLFieldResolver<unknown, unknown>,
          typeResolver: (it) => (it as Thing).type,
        }),
      );
    },
  };
}

function resolversOf(
  { name, types, keyFields }: SubgraphFacts,
  all: readonly SubgraphFacts[],
  universe: () => Universe,
): Record<string, unknown> {
  const isLost = (type: string, field: string) =>
    all.some((it) => it.types.get(type)?.fields.get(field)?.overrides === name);

  return mapValues(types, ({ keys, fields, isObject }, type) => ({
    ...(keys.length > 0
      ? {
          __resolveReference(representation: Record<string, unknown>): object {
            const found = keys.flatMap((it) => universe().find(representation, it) ?? [])[0];
            if (!found) throw new Error(`${name} knows no ${stable(representation)}`);
            return { ...found, representation, __typename: isObject ? type : found.type };
          },
        }
      : {}),
    ...(isObject
      ? mapValues(
          fields,
          ({ isExternal, requires, provides }, field) =>
            (given?: Here, args: object = {}) => {
              const of: Here = given ?? { type, id: '' };
              const isOurs =
                !isExternal || keyFields.has(`${type}.${field}`) || below(of.provided, field) !== undefined;
              if (isLost(type, field) || !isOurs) throw new Error(`${name} does not give ${type}.${field}`);
              const required = requires && requiredOf(of, requires, `${type}.${field} in ${name}`);
              const provided = provides ?? below(of.provided, field);
              const value = universe().value(of, field, args as Record<string, unknown>, required);
              return withProvided(value, provided);
            },
        )
      : {}),
  }));
}

/** What the gateway gave of what a field requires. */
function requiredOf({ representation }: Here, requires: SelectionSetNode, what: string): unknown {
  if (!representation) throw new Error(`${what} was asked for without what it requires`);
  return only(representation, requires);
}

/** What is provided of objects below `field`; undefined where the field itself is not provided. */
function below(provided: SelectionSetNode | undefined, field: string): SelectionSetNode | undefined {
  for (const it of provided?.selections ?? []) {
    if (it.kind === Kind.INLINE_FRAGMENT) {
      const found = below(it.selectionSet, field);
      if (found) return found;
    }
    if (it.kind === Kind.FIELD && it.name.value === field) return it.selectionSet ?? NOTHING;
  }
  return undefined;
}

const NOTHING: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

function withProvided(value: unknown, provided: SelectionSetNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((it) => withProvided(it, provided));
  return isThing(value) ? { ...value, __typename: value.type, provided } : value;
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null;
}

function mapValues<Value, Mapped>(
  values: ReadonlyMap<string, Value>,
  map: (value: Value, key: string) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries([...values].map(([key, value]) => [key, map(value, key)]));
}
