import { createHash } from 'node:crypto';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  type GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { CompiledEngine, type CompiledEngineOptions } from '../../gateway/engine/compiled/compiled-engine.ts';
import { publicErrors } from '../../gateway/engine/compiled/error-policy.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../../gateway/engine/compiled/steps/run.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible",
  "@interfaceObject", "@tag", "@authenticated", "@requiresScopes", "@policy", "@context", "@fromContext",
  "@composeDirective", "@extends"
])\n`;

type Resolvers = Record<string, unknown>;

/** A subgraph of a fixture. Its `typeDefs` need no `@link`; version 2.9 of the specification is linked. */
export interface FixtureSubgraph {
  readonly typeDefs: string;
  readonly resolvers?: Resolvers;
  /** Whether `typeDefs` are of version 1 of the specification. */
  readonly version1?: boolean;
}

/** Stands between the gateway and a subgraph: answers instead of it, or changes what it answers. */
export type Fault = (
  request: SubgraphRequest,
  ask: () => Promise<SubgraphAnswer>,
) => SubgraphAnswer | Promise<SubgraphAnswer>;

/** Subgraphs in memory behind the compiled engine. */
export interface Federation {
  readonly supergraphSdl: string;
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
  readonly engine: CompiledEngine<unknown>;
  /** What was sent to subgraphs since the fixture was made or {@link Federation.forget} was called. */
  readonly requests: SubgraphRequest[];
  forget(): void;
  /** Answers as a subgraph would over HTTP: the answer was written as JSON and read again. */
  fetch(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Executes an operation that is valid against the client's schema. */
  ask(
    query: string,
    variables?: Record<string, unknown>,
    context?: unknown,
  ): Promise<FormattedExecutionResult>;
}

/** Composes subgraphs. @throws where they do not compose. */
export function composeFixture(subgraphs: Readonly<Record<string, FixtureSubgraph>>): string {
  const { errors, supergraphSdl } = composeServices(
    Object.entries(subgraphs).map(([name, it]) => ({
      name,
      url: `http://${name}.test`,
      typeDefs: typeDefs(it),
    })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(String).join('\n'));
  return supergraphSdl;
}

/** Composes subgraphs, unless that was done before, and puts the compiled engine before them. */
export function federate(
  subgraphs: Readonly<Record<string, FixtureSubgraph>>,
  { fault, ...options }: { fault?: Fault } & Partial<CompiledEngineOptions<unknown>> = {},
): Federation {
  const supergraphSdl = options.supergraphSdl ?? composeFixture(subgraphs);
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, it]) => [
      name,
      buildSubgraphSchema([
        { typeDefs: typeDefs(it), ...(it.resolvers ? { resolvers: it.resolvers as never } : {}) },
      ]),
    ]),
  );
  const requests: SubgraphRequest[] = [];
  const ask = (request: SubgraphRequest) => executeAsSubgraph(schemas, request);
  const transport = {
    async fetch(request: SubgraphRequest) {
      requests.push(request);
      return fault ? fault(request, () => ask(request)) : ask(request);
    },
  };
  const engine = new CompiledEngine<unknown>({ transport, errors: publicErrors, ...options, supergraphSdl });

  return {
    supergraphSdl,
    schemas,
    engine,
    requests,
    forget: () => void requests.splice(0),
    fetch: (request) => transport.fetch(request),
    async ask(query, variables = {}, context = {}) {
      const document = parse(query);
      const errors = validate(engine.apiSchema, document);
      if (errors.length > 0) throw new Error(errors.map((it) => it.message).join('\n'));
      const documentId = createHash('sha256').update(query).digest('hex');
      return formatted(await engine.execute({ document, documentId, variables, context }));
    },
  };
}

/** An answer as it leaves the gateway. */
export function formatted(answer: {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly (GraphQLError | GraphQLFormattedError)[] | undefined;
}): FormattedExecutionResult {
  return JSON.parse(JSON.stringify(answer)) as FormattedExecutionResult;
}

async function executeAsSubgraph(
  schemas: ReadonlyMap<string, GraphQLSchema>,
  { subgraph, query, variables }: SubgraphRequest,
): Promise<SubgraphAnswer> {
  const schema = schemas.get(subgraph);
  if (!schema) throw new Error(`no subgraph ${subgraph}`);
  const { document, errors } = readDocument(schema, query);
  if (errors.length > 0) return { errors: errors.map((it) => it.toJSON()) };
  const variableValues = JSON.parse(JSON.stringify(variables)) as Record<string, unknown>;
  const answer = await execute({ schema, document, variableValues, contextValue: {} });
  return JSON.parse(JSON.stringify(answer)) as SubgraphAnswer;
}

interface ReadDocument {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/** What was sent to subgraphs before; engines send the same over and over. */
const documents = new WeakMap<GraphQLSchema, Map<string, ReadDocument>>();

function readDocument(schema: GraphQLSchema, query: string): ReadDocument {
  const known = documents.get(schema) ?? new Map<string, ReadDocument>();
  documents.set(schema, known);
  let read = known.get(query);
  if (!read) {
    const document = parse(query);
    known.set(query, (read = { document, errors: validate(schema, document) }));
  }
  return read;
}

function typeDefs({ typeDefs: text, version1 }: FixtureSubgraph): DocumentNode {
  return parse(version1 ? text : LINK + text);
}
