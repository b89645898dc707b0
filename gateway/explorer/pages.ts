import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { explorerFiles } from './files.ts';
import { sandboxPage, sandboxPolicy, startPage, startPolicy } from './start-page.ts';

/** The pages that the gateway shows to a browser. */
export interface Pages {
  /** Whether `/` shows Apollo Sandbox, which loads from the internet. */
  readonly sandbox: boolean;
  /** Whether `/explorer` shows the self-hosted explorer. */
  readonly explorer: boolean;
}

/**
 * Everything of the explorer comes from this gateway. Its editor sets styles from script, which is the one
 * thing allowed beyond the gateway's own files.
 */
const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Registers `/` and, where it is on, `/explorer`. */
export function registerPages(app: FastifyInstance, pages: Pages): void {
  app.get('/', async (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pages.sandbox ? sandboxPolicy(nonce) : startPolicy(nonce))
      .send(pages.sandbox ? sandboxPage(nonce, pages.explorer) : startPage(nonce, pages.explorer));
  });
  if (pages.explorer) registerExplorer(app);
}

function registerExplorer(app: FastifyInstance): void {
  const files = explorerFiles();
  app.get('/explorer/', async (_request, reply) => reply.redirect('/explorer', 308));
  app.get('/explorer', async (_request, reply) => {
    const page = files.get('index.html');
    if (!page) {
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('The explorer is not built. Run: npm run build\n');
    }
    return reply
      .type(page.type)
      .header('content-security-policy', EXPLORER_POLICY)
      .header('cache-control', 'no-cache')
      .send(page.open());
  });
  app.get<{ Params: { '*': string } }>('/explorer/assets/*', async (request, reply) => {
    const file = files.get(`assets/${request.params['*']}`);
    if (!file) return reply.callNotFound();
    // The names of assets hold a digest of their content. A worker takes its policy from its own answer.
    return reply
      .type(file.type)
      .header('content-security-policy', EXPLORER_POLICY)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-length', file.bytes)
      .send(file.open());
  });
}
