import { randomUUID } from 'node:crypto';
import type { Server as HttpsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import Fastify, { type FastifyHttpsOptions, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../../platform/config.ts';
import { brokenRequests, refuseBadAddress, refuseExpectations, type OnRefused } from './broken-requests.ts';
import { RefusedRequest } from './faults.ts';
import { secureResponses } from './security-headers.ts';

/** What bounds the HTTP of clients: sizes in bytes, times in milliseconds. */
export interface HttpBounds {
  /** Of a body, as it came and as it is read. */
  readonly body: number;
  /** For the headers of a request, and for the whole of it. */
  readonly headers: number;
  readonly receiving: number;
  /** Between two requests of a connection. */
  readonly keepAlive: number;
  /** How many connections there may be, and how many requests each may carry; 0 for any number. */
  readonly connections: number;
  readonly connectionRequests: number;
  /** For the answer. */
  readonly request: number;
  /** Whose X-Forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
}

/** The bounds that the configuration says. */
export function httpBounds(config: Config): HttpBounds {
  const receiving = config.RECEIVING_SECONDS * 1000;
  return {
    body: config.BODY_KIB * 1024,
    headers: Math.min(config.HEADERS_SECONDS * 1000, receiving),
    receiving,
    keepAlive: config.KEEP_ALIVE_SECONDS * 1000,
    connections: config.CONNECTIONS,
    connectionRequests: config.CONNECTION_REQUESTS,
    request: config.REQUEST_SECONDS * 1000,
    trustedProxies: config.TRUSTED_PROXIES,
  };
}

/** All headers of a request together, its address included, in bytes. */
const HEADER_BYTES = 16 * 1024;
/** More headers than any client or proxy has a use for. */
const HEADER_COUNT = 100;
/** At most so long after its time, in milliseconds, a slow client is cut off. */
const LATEST_CHECK = 1_000;

const TOO_MANY_HEADERS = new RefusedRequest({
  status: 431,
  code: 'LIMIT_EXCEEDED',
  message: `The request has more than ${HEADER_COUNT} headers.`,
  headers: { connection: 'close' },
});

const NOT_ONE_HOST = new RefusedRequest({
  status: 400,
  code: 'BAD_USER_INPUT',
  message: 'The request has to name one host.',
  headers: { connection: 'close' },
});

/**
 * An HTTP/1.1 server within bounds, over TLS where there is `tls`, whose every answer has its security headers. HTTP/2 is not spoken: a proxy in front does that where it is wanted.
 * What cannot be read as a request is answered in the form of every other refusal.
 */
export function boundedServer(
  bounds: HttpBounds,
  log: Logger,
  onRefused: OnRefused,
  tls?: TlsOptions,
): FastifyInstance {
  const http = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: bounds.headers,
    connectionsCheckingInterval: Math.min(LATEST_CHECK, bounds.headers),
    // Of a header that comes twice Node keeps the first, and a proxy may have read the last.
    joinDuplicateHeaders: true,
    // Node would answer what names none in a form of its own.
    requireHostHeader: false,
  };
  const settings: FastifyServerOptions = {
    logger: false,
    bodyLimit: bounds.body,
    requestTimeout: bounds.receiving,
    keepAliveTimeout: bounds.keepAlive,
    maxRequestsPerSocket: bounds.connectionRequests,
    // A client that neither sends nor reads: no request and no answer takes so long.
    connectionTimeout: bounds.receiving + bounds.request,
    trustProxy: bounds.trustedProxies.length > 0 ? [...bounds.trustedProxies] : false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // A request that comes over a kept connection while we drain is still answered.
    return503OnClosing: false,
    clientErrorHandler: brokenRequests(log, onRefused),
    frameworkErrors: refuseBadAddress(onRefused),
  };
  const app = tls
    ? overTls({ ...settings, https: { ...http, ...tls, handshakeTimeout: bounds.headers } })
    : Fastify({ ...settings, http });
  const { server } = app;
  // Node drops the headers beyond a number silently; all that fit are counted instead.
  server.maxHeadersCount = 0;
  if (bounds.connections > 0) server.maxConnections = bounds.connections;
  refuseExpectations(server, onRefused);
  secureResponses(app);
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    // Names and values in turn.
    if (raw.rawHeaders.length > 2 * HEADER_COUNT) done(TOO_MANY_HEADERS);
    else if (!raw.headers.host || raw.headers.host.includes(',')) done(NOT_ONE_HOST);
    else done();
  });
  return app;
}

/** Fastify's types tell servers with and without TLS apart; what we do with them is the same. */
function overTls(settings: object): FastifyInstance {
  return Fastify(settings as FastifyHttpsOptions<HttpsServer>) as unknown as FastifyInstance;
}
