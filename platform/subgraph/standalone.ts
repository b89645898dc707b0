import { join } from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { readEnv, toConfig } from '../config.ts';
import { attestor } from '../identity/attestation.ts';
import { cursorSecret } from '../identity/cursor-secret.ts';
import { Draining, drainMilliseconds } from '../http/draining.ts';
import { configuredVerifier } from '../identity/configured-verifier.ts';
import { statementKey } from '../identity/statement-keys.ts';
import { createLog } from '../log.ts';
import { openMetrics, openSubgraphMetrics } from '../metrics/open.ts';
import type { ProcessMetrics } from '../metrics/process-metrics.ts';
import { openTracing } from '../tracing/open.ts';
import { CursorCodec } from '../paging/cursor.ts';
import { runProcess } from '../process.ts';
import { servedDatabase } from '../store/configured.ts';
import { serveDataVersions } from './data-version-stream.ts';
import type { AnySubgraph, RequestContext } from './define.ts';
import { hostSubgraph, type HostedSubgraph } from './host.ts';

/** A subgraph that listens. */
export interface ListeningSubgraph {
  readonly url: string;
  /** Says that it is not ready, and after a while gives back: see {@link Draining}. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface ListenOptions {
  /** What the process counts, where it does. */
  readonly metrics?: ProcessMetrics | undefined;
  /** Whether another process may listen on the same port. */
  readonly sharesPort?: boolean;
  /** How long it takes requests after it was told to end, in milliseconds. */
  readonly drainMilliseconds?: number;
}

/** Where anybody may ask, each for what it says itself. */
const OPEN = /^\/(health\/|metrics$)/;

/**
 * Serves a hosted subgraph over HTTP. Without a valid assertion every request gets 401, SDL included.
 */
export async function listen(
  hosted: HostedSubgraph,
  host: string,
  port: number,
  { metrics, sharesPort = false, drainMilliseconds = 0 }: ListenOptions = {},
): Promise<ListeningSubgraph> {
  const draining = new Draining();
  const app = Fastify({ bodyLimit: 4_000_000, logger: false });
  const contentOf = rememberContents(app);
  const contexts = new WeakMap<object, RequestContext<unknown, unknown>>();
  const contextOf = (request: FastifyRequest) => contexts.get(request) as RequestContext<unknown, unknown>;
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const isReady = await hosted.isReady();
    const status = draining.isOn ? 'draining' : isReady ? 'ready' : 'unready';
    return reply.code(status === 'ready' ? 200 : 503).send({ status });
  });
  app.addHook('preHandler', async (request, reply) => {
    if (OPEN.test(request.url)) return;
    const header = request.headers.authorization;
    const assertion = header?.startsWith('Bearer ') ? header.slice(7) : undefined;
    const context = await hosted.contextFor(assertion, contentOf(request), request.headers.traceparent);
    if (!context) {
      await reply.code(401).send({
        errors: [
          {
            message: 'This subgraph answers only the gateway, which vouches for each of its calls.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      });
      return;
    }
    contexts.set(request, context);
  });
  metrics?.showOn(app);
  serveDataVersions(app, hosted);
  const handler = fastifyApolloHandler(hosted.server, { context: async (request) => contextOf(request) });
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    handler: (request, reply) =>
      hosted.within(contextOf(request), async () => handler.call(app, request, reply)),
  });
  await app.listen({ host, port, ...(sharesPort ? { reusePort: true } : {}) });
  const address = app.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/graphql`,
    drain: () => draining.begin(app.server, { milliseconds: drainMilliseconds, sharesPort }),
    close: () => app.close(),
  };
}

/** Gives what a request asks, which its assertion has to be for: its body, or where it has none its address. */
function rememberContents(app: FastifyInstance): (request: FastifyRequest) => string {
  const bodies = new WeakMap<FastifyRequest, string>();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    bodies.set(request, String(body));
    void parse(request, String(body), done);
  });
  return (request) => bodies.get(request) ?? request.url;
}

/** The main of a subgraph that runs alone: configuration from the environment, until a signal comes. */
export function runSubgraph(definition: AnySubgraph, defaultPort: number): void {
  runProcess(async (say) => {
    const config = toConfig(readEnv());
    const log = createLog(config.LOG_LEVEL);
    const metrics = await openMetrics(config);
    const tracing = await openTracing(config, definition.name, log);
    const attesting = definition.attests ? await statementKey(config) : undefined;
    const hosted = await hostSubgraph(
      definition,
      {
        dataDirectory: config.DATA_DIR,
        factsDirectory: config.FACTS_DIR && join(config.FACTS_DIR, definition.name),
        database: servedDatabase(config),
        readOnly: config.STORE_READ_ONLY,
        cursors: new CursorCodec(await cursorSecret(config)),
        attestor: attesting && attestor(attesting),
        log,
        clock: () => new Date(),
        metrics: await openSubgraphMetrics(metrics),
        tracing,
      },
      await configuredVerifier(config, definition.name),
    );
    const server = await listen(hosted, config.HOST, config.PORT ?? defaultPort, {
      metrics,
      sharesPort: config.SHARE_PORT,
      drainMilliseconds: drainMilliseconds(config),
    });
    const metricsAt = await metrics?.listen();
    say(`Subgraph ${definition.name} listens on ${server.url}`);
    if (metricsAt) say(`What it counts: ${metricsAt}`);
    say(`It answers the gateway alone. For a trial: npm run -s assertion -- ${definition.name} --partner GB`);
    return {
      drain: () => server.drain(),
      async close() {
        await server.close();
        await hosted.close();
        await metrics?.close();
        await tracing?.close();
      },
    };
  });
}
