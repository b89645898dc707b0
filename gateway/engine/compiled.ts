import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from '../context.ts';
import type { Transport } from '../transport/transport.ts';
import { CompiledEngine } from './compiled/compiled-engine.ts';
import { publicErrors } from './compiled/error-policy.ts';
import type { SubgraphTransport } from './compiled/steps/run.ts';
import type { Engine, EngineParts } from './engine.ts';
import { reportFailedCall } from './failed-calls.ts';
import { teachScalars } from './scalars.ts';

/**
 * Our own engine: each operation is planned and compiled once into steps that fetch, join and shape its
 * answer.
 * @throws Refusal where the supergraph cannot be served.
 */
export async function compiledEngine({ supergraph, transport, log }: EngineParts): Promise<Engine> {
  const engine = new CompiledEngine<GatewayContext>({
    supergraphSdl: supergraph.sdl,
    transport: logged(transport, log),
    errors: publicErrors,
  });
  teachScalars(engine.apiSchema);

  return {
    name: 'compiled',
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: engine.apiSchema, coreSupergraphSdl: supergraph.sdl });
      return () => undefined;
    },
    async load() {
      return {
        async executor({ document, queryHash, operationName, request, context }) {
          const answer = await engine.execute({
            document,
            documentId: queryHash,
            operationName,
            variables: request.variables,
            context: context as GatewayContext,
          });
          return answer as never;
        },
      };
    },
    stop: async () => undefined,
  };
}

/** What fails, and what is not shown of subgraphs' errors, is for the log. */
function logged(transport: Transport, log: Logger): SubgraphTransport<GatewayContext> {
  return {
    async fetch(request) {
      const { subgraph, context } = request;
      try {
        const answer = await transport.call(subgraph, request);
        const errors: readonly GraphQLFormattedError[] = answer.errors ?? [];
        const hidden = errors.filter((it) => publicErrors.shown(subgraph, it).message !== it.message);
        if (hidden.length > 0) {
          const codes = hidden.map((it) => it.extensions?.['code'] ?? null);
          log.warn({ subgraph, requestId: context.requestId, codes }, 'subgraph answered with errors');
        }
        return answer;
      } catch (error) {
        reportFailedCall(log, subgraph, request, error);
        throw error;
      }
    },
  };
}
