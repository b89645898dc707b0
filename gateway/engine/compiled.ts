import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { note } from '../audit/audited-request.ts';
import type { GatewayContext } from '../context.ts';
import type { DataVersions, Transport } from '../transport/transport.ts';
import { cachesOf } from './caches.ts';
import { CompiledEngine } from './compiled/compiled-engine.ts';
import { publicErrors } from './compiled/error-policy.ts';
import type { SubgraphTransport } from './compiled/steps/run.ts';
import type { Engine, EngineParts, ExecutedAnswer } from './engine.ts';
import { reportFailedCall } from './failed-calls.ts';
import { teachScalars } from './scalars.ts';

/**
 * Our own engine: each operation is planned and compiled once into steps that fetch, join and shape its
 * answer.
 * @throws Refusal where the supergraph cannot be served.
 */
export async function compiledEngine(parts: EngineParts): Promise<Engine> {
  const { supergraph, transport, log } = parts;
  const caches = cachesOf(parts);
  const engine = new CompiledEngine<GatewayContext>({
    supergraphSdl: supergraph.sdl,
    transport: reached(transport, caches?.versions, log),
    errors: publicErrors,
    caches,
    planning: parts.planning,
  });
  teachScalars(engine.apiSchema);

  return {
    name: 'compiled',
    apiSchema: engine.apiSchema,
    async execute({ document, queryHash, operationName, request, context }, isRehearsal = false) {
      const answer = await engine.execute({
        document,
        documentId: queryHash,
        // Where the document has none of the name that was asked for, Apollo Server says none.
        operationName: operationName ?? request.operationName,
        variables: request.variables,
        context: context as GatewayContext,
        isRehearsal,
      });
      return answer as ExecutedAnswer;
    },
    planned: () => engine.size,
    known: () => engine.known(),
    learn: (operation) => engine.learn(operation),
    textOf: (data) => caches?.answers?.textOf(data),
    cacheCounts: () => caches?.counts() ?? new Map(),
    stop: async () => caches?.versions.close(),
  };
}

/** What fails, and what is not shown of subgraphs' errors, is for the log. */
function reached(
  transport: Transport,
  versions: DataVersions | undefined,
  log: Logger,
): SubgraphTransport<GatewayContext> {
  return {
    async fetch(request) {
      const { subgraph, context } = request;
      try {
        const answer = await transport.call(subgraph, request);
        note(context.audited, subgraph, answer.notes);
        // Whoever made a change finds nothing that was kept before it.
        if (request.kind === 'mutation' && answer.dataVersion)
          versions?.written(subgraph, answer.dataVersion);
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
