import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { GatewayContext } from './context.ts';
import { registerPages, type Pages } from './explorer/pages.ts';
import { allowOrigins, SANDBOX_ORIGINS } from './http/cors.ts';
import { answerFaults } from './http/faults.ts';
import { graphqlHandler, rememberResponses } from './http/graphql-handler.ts';
import { registerMetrics } from './http/metrics.ts';
import { requestSignal } from './http/request-signal.ts';
import { checkRequest, PREFLIGHT_HEADERS, refuseOtherMethods } from './http/requests.ts';
import { operationStatuses } from './http/statuses.ts';
import type { Identify } from './identity/token-identity.ts';
import type { GatewayLimits } from './limits/gateway-limits.ts';
import { clientOf } from './limits/rate/client.ts';
import type { Forwarding } from './transport/headers.ts';
import type { Serving } from './supergraph/serving.ts';
import { traceOf } from './transport/trace.ts';

/** The largest request that is read, in bytes. */
const BODY_BYTES = 1024 * 1024;
/** How long a client may take to send its request, in milliseconds. */
const RECEIVING_MILLISECONDS = 15_000;

/** What every response says, unless it says otherwise: answers are for whoever asked, and not to be kept. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
} as const;

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The supergraph that is served, which may change. */
  readonly serving: Pick<Serving, 'apolloGateway' | 'current' | 'textOf'>;
  readonly identify: Identify;
  /** Which headers of clients subgraphs get. */
  readonly forward: Forwarding;
  /** How long a request may take once it is read; what is missing then is an error in its answer. */
  readonly requestMilliseconds: number;
  readonly limits: GatewayLimits;
  /** Whether `/metrics` tells what the gateway counts. */
  readonly metrics: boolean;
  /** Origins whose pages may call, beside Sandbox's where it is shown. */
  readonly origins: readonly string[];
  readonly pages: Pages;
  readonly log: Logger;
}

/** The gateway as it listens. */
export interface ListeningGateway {
  /** Base address, without a slash at its end. */
  readonly url: string;
  /** Answers what is under way, takes nothing new, and closes. The supergraph stays its owner's to close. */
  close(): Promise<void>;
}

/** Serves the one endpoint, the health checks and the explorer's pages. */
export async function listen(options: ServerOptions): Promise<ListeningGateway> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: RECEIVING_MILLISECONDS,
    connectionTimeout: 0,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // A request that comes over a kept connection while we drain is still answered.
    return503OnClosing: false,
  });
  const server = apolloServer(options, app);
  await server.start();

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS).header('x-request-id', request.id);
    done();
  });
  allowOrigins(app, new Set([...options.origins, ...(options.pages.sandbox ? SANDBOX_ORIGINS : [])]));
  answerFaults(app, options.log);
  registerHealth(app, options.serving);
  if (options.metrics) registerMetrics(app, options.serving);
  registerPages(app, options.pages);
  const handler = graphqlHandler(server, (request, reply) => contextOf(request, reply, options));
  const onRequest = [showPages, options.limits.load.enter, checkRequest];
  app.route({ url: '/graphql', method: ['GET', 'POST'], exposeHeadRoute: false, onRequest, handler });
  refuseOtherMethods(app, '/graphql');

  await app.listen({ host: options.host, port: options.port });
  return { url: baseAddress(app, options.host), close: () => server.stop() };
}

async function contextOf(
  { id, ip, headers }: FastifyRequest,
  { raw }: FastifyReply,
  { identify, forward, requestMilliseconds, limits }: ServerOptions,
): Promise<GatewayContext> {
  // The time that identifying takes is part of the request's.
  const signal = requestSignal(raw, requestMilliseconds);
  const viewer = await identify(headers.authorization);
  const client = clientOf(viewer, ip);
  await limits.admit(client, raw, signal);
  return {
    viewer,
    client,
    requestId: id,
    signal,
    forwarded: forward(headers),
    trace: traceOf(headers),
    answered: {},
  };
}

/** Whoever opens the endpoint in a browser wants to look at it, not to send it a query. */
function showPages(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { query } = request.query as { query?: unknown };
  const isVisit = request.method === 'GET' && query === undefined;
  if (isVisit && request.headers.accept?.includes('text/html')) reply.redirect('/');
  else done();
}

function apolloServer(options: ServerOptions, app: FastifyInstance): ApolloServer<GatewayContext> {
  return new ApolloServer<GatewayContext>({
    gateway: options.serving.apolloGateway,
    ...options.limits.apollo,
    csrfPrevention: { requestHeaders: [...PREFLIGHT_HEADERS] },
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => errorForClients(formatted, error, options.log),
    stringifyResult: (result) => options.serving.textOf(result) ?? JSON.stringify(result),
    plugins: [
      operationStatuses(),
      ...options.limits.plugins,
      rememberResponses(),
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      // Answers are not for caches on the way; the plugin would work that out anew for each of them.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
}

/** Faults of the gateway's own keep their text for the log; what cannot be taken has one code. */
function errorForClients(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (code === 'BAD_REQUEST') {
    return { ...formatted, extensions: { ...formatted.extensions, code: 'BAD_USER_INPUT' } };
  }
  if (code !== 'INTERNAL_SERVER_ERROR') return formatted;
  log.error({ err: error }, 'operation failed');
  return {
    message: 'The gateway could not answer this.',
    ...(formatted.path ? { path: formatted.path } : {}),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/**
 * `live` says that the process answers. `ready` says that it can serve, and which supergraph (by its
 * SHA-256): with some subgraphs away it still answers in part, so it is ready until all of them are.
 */
function registerHealth(app: FastifyInstance, serving: ServerOptions['serving']): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const { transport, supergraph } = serving.current;
    const unready = await transport.unready();
    const isReady = unready.length < transport.subgraphs.length;
    return reply
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'unready', unready, supergraph: supergraph.id });
  });
}

function baseAddress(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
