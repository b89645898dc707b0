import type { TlsOptions } from 'node:tls';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JSONWebKeySet } from 'jose';
import type { Logger } from 'pino';
import { Draining } from '../platform/http/draining.ts';
import { apolloLog } from '../platform/log.ts';
import { auditedRequest } from './audit/audited-request.ts';
import type { Recorder } from './audit/recorder.ts';
import type { ProcessMetrics } from '../platform/metrics/process-metrics.ts';
import { errorFormatter } from './client-errors.ts';
import type { GatewayContext } from './context.ts';
import type { PersistedQueries } from './documents/persisted-queries.ts';
import type { TrustedDocuments } from './documents/trusted-documents.ts';
import { registerPages, type Pages } from './explorer/pages.ts';
import { AnswerTypes } from './http/answer-types.ts';
import { boundedServer, type HttpBounds } from './http/bounds.ts';
import { allowOrigins, SANDBOX_ORIGINS } from './http/cors.ts';
import type { OnRefused } from './http/broken-requests.ts';
import { decodeBodies } from './http/encoded-bodies.ts';
import { answerFaults } from './http/faults.ts';
import { graphqlHandler, rememberResponses } from './http/graphql-handler.ts';
import { hookedIn } from './http/request-hooks.ts';
import type { RequestJournal } from './http/request-journal.ts';
import { requestSignal } from './http/request-signal.ts';
import { checkRequest, PREFLIGHT_HEADERS, refuseOtherMethods } from './http/requests.ts';
import { publishStatementKeys } from './http/statement-keys.ts';
import { operationStatuses } from './http/statuses.ts';
import { renewCertificates } from './http/tls.ts';
import type { TrustedIssuer } from './identity/issuers.ts';
import type { IdentifyRequest } from './identity/request-identity.ts';
import type { FollowedRevocations } from './identity/revocations.ts';
import type { GatewayLimits } from './limits/gateway-limits.ts';
import { clientOf } from './limits/rate/client.ts';
import { readiness, type Readiness } from './readiness.ts';
import type { Forwarding } from './transport/headers.ts';
import type { Serving } from './supergraph/serving.ts';
import type { RequestTraces } from './tracing/request-traces.ts';
import { recordedTrace, traceOf } from './transport/trace.ts';

const SHARED = { reusePort: true };

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Whether another process may listen on the same port. */
  readonly sharesPort: boolean;
  /** How long it takes requests after it was told to end, in milliseconds. */
  readonly drainMilliseconds: number;
  /** The supergraph that is served, which may change. */
  readonly serving: Pick<Serving, 'apolloGateway' | 'current' | 'textOf'>;
  /** Whose tokens are taken, and which are not any more: for saying whether it is ready. */
  readonly issuers: readonly TrustedIssuer[];
  readonly revocations: FollowedRevocations | undefined;
  readonly identify: IdentifyRequest;
  /** Reads the files of TLS; absent where a proxy in front ends it. */
  readonly tls: (() => TlsOptions) | undefined;
  /** Which headers of clients subgraphs get. */
  readonly forward: Forwarding;
  /**
   * What bounds the HTTP of clients. What is missing of an answer when its time is over is an error in it.
   */
  readonly bounds: HttpBounds;
  /** Which operations clients may send; absent where they may send any. */
  readonly documents: TrustedDocuments | undefined;
  /** Where automatic persisted queries are kept; false switches them off. */
  readonly persistedQueries: PersistedQueries;
  readonly limits: GatewayLimits;
  /** Records what is answered; absent where nothing is recorded. */
  readonly audit: Recorder | undefined;
  /** What the process counts; absent where it does not. */
  readonly metrics: ProcessMetrics | undefined;
  /** What eligibility statements are verified with; absent where there are none. */
  readonly statementKeys: JSONWebKeySet | undefined;
  /** Origins whose pages may call, beside Sandbox's where it is shown. */
  readonly origins: readonly string[];
  readonly pages: Pages;
  readonly log: Logger;
  /** Records requests; absent where nothing is recorded. */
  readonly traces: RequestTraces | undefined;
  /** Follows the requests; absent where nobody reads of them. */
  readonly journal: RequestJournal | undefined;
}

/** The gateway as it listens. */
export interface ListeningGateway {
  /** Base address, without a slash at its end. */
  readonly url: string;
  /** Reads the files of TLS again, for the connections to come. */
  renewCertificates(): void;
  /** Says that it is not ready, and after a while gives back: see {@link Draining}. */
  drain(): Promise<void>;
  /** Answers what is under way, takes nothing new, and closes. The supergraph stays its owner's to close. */
  close(): Promise<void>;
}

/** Serves the one endpoint, the health checks and the explorer's pages. */
export async function listen(options: ServerOptions): Promise<ListeningGateway> {
  const { audit } = options;
  const onRefused: OnRefused = (...refused) => audit?.refusedConnection(...refused);
  const app = boundedServer(options.bounds, options.log, onRefused, options.tls?.());
  // First, so that the log tells what was sent in the end.
  audit?.register(app);
  options.journal?.register(app);
  options.traces?.register(app);
  const types = new AnswerTypes();
  const server = apolloServer(options, app, types);
  await server.start();

  allowOrigins(app, new Set([...options.origins, ...(options.pages.sandbox ? SANDBOX_ORIGINS : [])]));
  answerFaults(app, options.log);
  const draining = new Draining();
  registerHealth(app, readiness({ ...options, isDraining: () => draining.isOn }));
  options.metrics?.showOn(app);
  if (options.statementKeys) publishStatementKeys(app, options.statementKeys);
  registerPages(app, options.pages);
  const handler = graphqlHandler(server, types, (request, reply) => contextOf(request, reply, options));
  const onRequest = [showPages, options.limits.load.enter, checkRequest];
  app.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    exposeHeadRoute: false,
    onRequest,
    preParsing: decodeBodies(options.bounds.body),
    handler,
  });
  refuseOtherMethods(app, '/graphql');

  await app.listen({ host: options.host, port: options.port, ...(options.sharesPort ? SHARED : {}) });
  return {
    url: baseAddress(app, options),
    renewCertificates: () => renewCertificates(app.server, options.tls, options.log),
    drain: () =>
      draining.begin(app.server, { milliseconds: options.drainMilliseconds, sharesPort: options.sharesPort }),
    close: () => server.stop(),
  };
}

async function contextOf(
  request: FastifyRequest,
  { raw }: FastifyReply,
  { identify, forward, bounds, documents, limits, traces }: ServerOptions,
): Promise<GatewayContext> {
  const { id, ip, headers } = request;
  // The time that identifying takes is part of the request's.
  const signal = requestSignal(raw, bounds.request);
  const audited = auditedRequest();
  request.audited = audited;
  const viewer = await identify(request.raw);
  audited.viewer = viewer;
  const client = clientOf(viewer, ip);
  await limits.admit(client, raw, signal);
  const span = traces?.spanOf(id);
  const trace = traceOf(headers);
  const context: GatewayContext = {
    viewer,
    client,
    requestId: id,
    signal,
    forwarded: forward(headers),
    trace: traces ? recordedTrace(trace, span) : trace,
    ...(span ? { span } : {}),
    answered: {},
    audited,
  };
  documents?.admit(request, context);
  return context;
}

/** Whoever opens the endpoint in a browser wants to look at it, not to send it a query. */
function showPages(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { query } = request.query as { query?: unknown };
  const isVisit = request.method === 'GET' && query === undefined;
  if (isVisit && request.headers.accept?.includes('text/html')) reply.redirect('/');
  else done();
}

function apolloServer(
  options: ServerOptions,
  app: FastifyInstance,
  types: AnswerTypes,
): ApolloServer<GatewayContext> {
  return new ApolloServer<GatewayContext>({
    gateway: options.serving.apolloGateway,
    ...options.limits.apollo,
    csrfPrevention: { requestHeaders: [...PREFLIGHT_HEADERS] },
    allowBatchedHttpRequests: false,
    persistedQueries: options.persistedQueries,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: errorFormatter(options.log),
    logger: apolloLog(options.log),
    stringifyResult: (result) => options.serving.textOf(result) ?? JSON.stringify(result),
    plugins: [
      hookedIn<GatewayContext>([
        operationStatuses(),
        ...options.limits.hooks,
        rememberResponses(),
        types.hooks,
        ...[options.audit, options.documents, options.journal].flatMap((it) => it?.hooks ?? []),
      ]),
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

/** `live` says that the process answers, `ready` what it can do. */
function registerHealth(app: FastifyInstance, ask: () => Promise<Readiness>): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const told = await ask();
    return reply.code(told.status === 'ready' ? 200 : 503).send(told);
  });
}

function baseAddress(app: FastifyInstance, { host, tls }: ServerOptions): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
