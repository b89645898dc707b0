import { afterAll, beforeAll, expect } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { send, sendOperation, sendRaw, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const PORTAL = 'https://portal.example';
const STUDIO = 'https://studio.apollographql.com';
const QUERY = '{ schemes { id } }';

let gateway: TestGateway;
/** Behind a proxy that is trusted, without Sandbox. */
let behindProxy: TestGateway;
beforeAll(async () => {
  [gateway, behindProxy] = await Promise.all([
    startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, environment: { CORS_ORIGINS: PORTAL } }),
    startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { SANDBOX: 'off', TRUSTED_PROXIES: 'loopback' },
    }),
  ]);
});
afterAll(() => Promise.all([gateway.close(), behindProxy.close()]));

const preflight = (
  origin: string,
  method = 'POST',
  headers = 'authorization,content-type',
  { url } = gateway,
) =>
  send(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
      cookie: 'session=1',
    },
  });
const from = (origin: string) =>
  sendOperation(gateway.url, { query: QUERY }, { origin, cookie: 'session=1', authorization: 'Basic eDp5' });

/** What an answer lets a page of another origin do. */
function granted({ headers }: Answer): string {
  const allowed = Object.keys(headers).filter((it) => it.startsWith('access-control-allow'));
  if (allowed.length === 0) return 'nothing allowed';
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  return `${headers['access-control-allow-origin']} allowed, without credentials`;
}

hostileCases('Pages of other sites', (hostile) => {
  const foreign = [
    'https://evil.example',
    'null',
    `${PORTAL}.evil.example`,
    'https://evil-portal.example',
    'http://portal.example',
    `${PORTAL}:444`,
    `${PORTAL.toUpperCase()}`,
    `${PORTAL}, https://evil.example`,
    '*',
  ];
  for (const origin of foreign) {
    hostile(`a preflight from ${origin}`, '403; nothing allowed', async () => {
      const answer = await preflight(origin);
      return joinFacts(factsOf(answer), granted(answer));
    });
    hostile(`a request with credentials from ${origin}`, '401 UNAUTHENTICATED; nothing allowed', async () => {
      const answer = await from(origin);
      return joinFacts(factsOf(answer), granted(answer));
    });
  }
  for (const origin of [PORTAL, STUDIO, 'https://sandbox.embed.apollographql.com']) {
    hostile(`an honest preflight from ${origin}`, `204; ${origin} allowed, without credentials`, async () => {
      const answer = await preflight(origin);
      expect(answer.headers['access-control-allow-headers']).toBe('authorization,content-type');
      expect(answer.headers['access-control-allow-methods']).toBe('GET, POST');
      expect(answer.headers.vary).toContain('Origin');
      return joinFacts(factsOf(answer), granted(answer));
    });
  }
  hostile('a preflight from Sandbox where Sandbox is off', '403; nothing allowed', async () => {
    const answer = await preflight(STUDIO, 'POST', 'content-type', behindProxy);
    return joinFacts(factsOf(answer), granted(answer));
  });
  hostile('a preflight for headers that are none', '204; no header allowed', async () => {
    const answer = await preflight(PORTAL, 'POST', 'x-a\tb: c, <script>');
    return joinFacts(
      factsOf(answer),
      answer.headers['access-control-allow-headers'] === undefined ? 'no header allowed' : 'allowed',
    );
  });
});

/** The headers that protect a browser, as an answer has them, in words. */
function protection({ headers }: Answer): string {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
  });
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'none'/);
  expect(policy).toMatch(/frame-ancestors 'none'/);
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe|\*/);
  expect(headers['x-powered-by'] ?? headers.server).toBeUndefined();
  return 'all security headers';
}

hostileCases('Answers to browsers', (hostile) => {
  const expected = (status: string) => `${status}; all security headers`;
  const got = async (path: string, headers = {}, { url } = gateway) => {
    const answer = await send(url, { method: 'GET', path, headers });
    return joinFacts(factsOf(answer), protection(answer));
  };

  hostile('an answer of GraphQL', expected('200'), async () => {
    const answer = await sendOperation(gateway.url, { query: QUERY });
    return joinFacts(factsOf(answer), protection(answer));
  });
  hostile('a refused operation', expected('400 GRAPHQL_PARSE_FAILED'), async () => {
    const answer = await sendOperation(gateway.url, { query: '{' });
    return joinFacts(factsOf(answer), protection(answer));
  });
  hostile('a body that is too large', expected('413 LIMIT_EXCEEDED'), async () => {
    const answer = await sendOperation(gateway.url, {
      query: `{ schemes { id } } #${'x'.repeat(1024 * 1024)}`,
    });
    return joinFacts(factsOf(answer), protection(answer));
  });
  hostile('a request that cannot be read', expected('400 BAD_USER_INPUT'), async () => {
    const { answers } = await sendRaw(gateway.url, 'no request\r\n\r\n');
    return joinFacts(...answers.flatMap((it) => [factsOf(it), protection(it)]));
  });
  hostile('an address that is not there', expected('404 BAD_USER_INPUT'), () => got('/nothing'));
  hostile('an address that cannot be decoded', expected('400 BAD_USER_INPUT'), () => got('/%E0%A4%A'));
  hostile('the page of Sandbox', expected('200'), () => got('/'));
  hostile('the start page', expected('200'), () => got('/', {}, behindProxy));
  hostile('the explorer', expected('200'), () => got('/explorer'));
  hostile('the health checks', expected('200'), () => got('/health/ready'));
  hostile('the visit of the endpoint by a browser', expected('302'), () =>
    got('/graphql', { accept: 'text/html' }),
  );
  hostile('a request that came to a trusted proxy by TLS', '200; Strict-Transport-Security', async () => {
    const { status, headers } = await send(behindProxy.url, {
      method: 'GET',
      path: '/health/live',
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    return joinFacts(String(status), 'Strict-Transport-Security');
  });
});

hostileCases('Paths to files', (hostile) => {
  const paths = [
    '/explorer/assets/../../package.json',
    '/explorer/assets/..%2f..%2f..%2fpackage.json',
    '/explorer/assets/%2e%2e/%2e%2e/package.json',
    '/explorer/assets/..%5c..%5cpackage.json',
    '/explorer/assets/....//....//package.json',
    '/explorer/assets/%252e%252e%252fpackage.json',
    '/explorer/assets//etc/passwd',
    '/explorer/assets/%00index.html',
    '/explorer/assets/index.html%00.js',
    '/explorer/.digest',
    '/explorer/assets/',
    '/explorer/assets/__proto__',
    '/package.json',
    '/.git/config',
    '/schema/supergraph.graphql',
    '//evil.example/%2e%2e',
    '/data/keys/tokens.jwk.json',
  ];
  for (const path of paths) {
    hostile(`GET ${path}`, '404 BAD_USER_INPUT', async () =>
      factsOf(await send(gateway.url, { method: 'GET', path })),
    );
  }
  hostile('GET of a path of 4,000 letters', '404 BAD_USER_INPUT', async () =>
    factsOf(await send(gateway.url, { method: 'GET', path: `/explorer/assets/${'x'.repeat(4_000)}` })),
  );
});
