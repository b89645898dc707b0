import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** The origins that Apollo Sandbox calls from. */
export const SANDBOX_ORIGINS = [
  'https://studio.apollographql.com',
  'https://sandbox.embed.apollographql.com',
] as const;

/** How long a browser may remember a preflight's answer, in seconds. */
const PREFLIGHT_SECONDS = 600;
const HEADER_NAMES = /^[\w-]+( *, *[\w-]+)*$/;

/**
 * Lets pages of `origins` call from a browser, and answers their preflights. A page of any other origin
 * gets no allow-origin header, so that its browser keeps the answer from it. Nothing hangs on cookies:
 * credentials are never allowed, tokens travel in a header.
 */
export function allowOrigins(app: FastifyInstance, origins: ReadonlySet<string>): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    const isAllowed = origin !== undefined && origins.has(origin);
    if (isAllowed) {
      reply.header('access-control-allow-origin', origin);
      reply.header('access-control-expose-headers', 'x-request-id');
    }
    if (isPreflight(request)) answerPreflight(request, reply, isAllowed);
    else done();
  });
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply, isAllowed: boolean): void {
  if (!isAllowed) {
    reply.code(403).send();
    return;
  }
  reply.header('access-control-allow-methods', 'GET, POST');
  reply.header('access-control-max-age', String(PREFLIGHT_SECONDS));
  const asked = request.headers['access-control-request-headers'];
  if (typeof asked === 'string' && HEADER_NAMES.test(asked)) {
    reply.header('access-control-allow-headers', asked);
  }
  // A page from the internet that calls an address of this machine asks for this one too.
  if (request.headers['access-control-request-private-network'] === 'true') {
    reply.header('access-control-allow-private-network', 'true');
  }
  reply.code(204).send();
}
