import type { FastifyInstance } from 'fastify';

/**
 * What every response says, unless it says otherwise: answers are for whoever asked, not to be kept, not to
 * be shown, framed or loaded by a page of another site, and nothing in them is to be executed.
 */
export const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Two years: the browser then comes by TLS alone. */
const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains';

/** Gives every response its security headers and its correlation id. */
export function secureResponses(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS).header('x-request-id', request.id);
    if (request.protocol === 'https') reply.header('strict-transport-security', STRICT_TRANSPORT);
    done();
  });
}
