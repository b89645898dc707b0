import type * as ApolloGatewayPackage from '@apollo/gateway';
import { GraphQLError, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { ConfigError, disableApolloTelemetry } from '../../platform/config.ts';
import { apolloLog } from '../../platform/log.ts';
import { withoutRules } from '../authorization/without-rules.ts';
import type { GatewayContext } from '../context.ts';
import { clientPath } from './client-path.ts';
import { NO_OVERRIDES } from './compiled/compiled-engine.ts';
import { Lru } from '../../platform/lru.ts';
import type { Engine, EngineParts, ExecutedAnswer, KnownOperation } from './engine.ts';
import { refusalsOf } from './preconditions.ts';
import { teachScalars } from './scalars.ts';
import { subgraphAnswers } from './subgraph-answers.ts';

/** How much the cache of query plans may hold, in MiB. */
const PLAN_CACHE_MIB = 64;
/** How many operations are remembered, so that the next supergraph can be held to them. */
const KNOWN_OPERATIONS = 1_000;

/**
 * The engine of `@apollo/gateway` as published. It plans and executes; how subgraphs are reached and what
 * of their errors is shown is decided here.
 * @throws ConfigError where the package, which is optional, is not installed. @throws where it cannot take the
 * supergraph.
 */
export async function apolloEngine({ supergraph, transport, log }: EngineParts): Promise<Engine> {
  const { ApolloGateway } = await loadPackage();
  const ask = subgraphAnswers(transport, log);
  const gateway = new ApolloGateway({
    // The package takes no supergraph with rules of access; they are enforced before it.
    supergraphSdl: withoutRules(supergraph.sdl),
    buildService: ({ name }) => ({
      async process({ request, context }) {
        const query = request.query ?? '';
        return ask(name, {
          // The operation stands first in what the plan sends.
          kind: /^\s*mutation\b/.test(query) ? 'mutation' : 'query',
          query,
          operationName: request.operationName,
          variables: request.variables,
          context: context as GatewayContext,
        });
      },
    }),
    experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
    // A plan tells which subgraphs there are; no header of a client may ask for it.
    __exposeQueryPlanExperimental: false,
    logger: apolloLog(log),
  });

  const schema = new Promise<GraphQLSchema>((resolve) => {
    gateway.onSchemaLoadOrUpdate((loaded) => resolve(loaded.apiSchema));
  });
  const { executor } = await gateway.load();
  const apiSchema = await schema;
  teachScalars(apiSchema);
  const known = new Lru<KnownOperation>(KNOWN_OPERATIONS);
  // The package plans only what it executes.
  const learn = (it: KnownOperation): void => {
    if (it.isInUse) known.set(`${it.documentId}\n${it.operationName}`, it);
  };

  return {
    name: 'apollo',
    apiSchema,
    async execute(request, isRehearsal = false) {
      const refusals = refusalsOf(request);
      if (refusals.length > 0) return { errors: refusals };
      const { operation, document, operationName, queryHash: documentId } = request;
      const { errors, extensions: _ofTheEngine, ...answer } = await executor(request as never);
      const isInUse = !isRehearsal;
      learn({ document, documentId, operationName, conditions: {}, overrides: NO_OVERRIDES, isInUse });
      const shown = errors?.map((it) => forClient(it, operation, document));
      return { ...answer, ...(shown ? { errors: shown } : {}) } as ExecutedAnswer;
    },
    known: () => known.values(),
    learn: async (it) => learn(it),
    stop: () => gateway.stop(),
  };
}

/**
 * The engine adds the subgraph's name under a name of its own, which the answer has as `service`, and says
 * paths to fields that only its plan knows.
 */
function forClient(
  { message, path, extensions: all }: GraphQLError,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): GraphQLError {
  const { serviceName: _ofTheEngine, ...extensions } = all;
  const shown = clientPath(path ?? [], operation, document);
  return new GraphQLError(message, { path: shown.length > 0 ? shown : null, extensions });
}

async function loadPackage(): Promise<typeof ApolloGatewayPackage> {
  disableApolloTelemetry();
  try {
    return await import('@apollo/gateway');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ConfigError(
      'GATEWAY_ENGINE: expected an engine that is installed (npm install with optional dependencies), got "apollo".',
    );
  }
}
