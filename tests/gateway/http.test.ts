import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { behaviour, FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const STUDIO = 'https://studio.apollographql.com';
const PORTAL = 'https://portal.example';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: { CORS_ORIGINS: PORTAL },
  });
});
afterAll(() => gateway.close());

const QUERY = '{"query":"{ schemes { id } }"}';
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });

/** A preflight as a browser sends it; `fetch` here may not set Origin. */
function preflight(origin: string, url = gateway.url) {
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>(
    (resolve, reject) => {
      request(
        `${url}/graphql`,
        {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization,content-type',
            'access-control-request-private-network': 'true',
          },
        },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        },
      )
        .on('error', reject)
        .end();
    },
  );
}

function postFrom(origin: string, url = gateway.url) {
  return new Promise<{ body: string; headers: Record<string, string | string[] | undefined> }>(
    (resolve, reject) => {
      const call = request(
        `${url}/graphql`,
        { method: 'POST', headers: { origin, 'content-type': 'application/json' } },
        (response) => {
          let body = '';
          response.on('data', (piece) => (body += String(piece)));
          response.on('end', () => resolve({ body, headers: response.headers }));
        },
      );
      call.on('error', reject).end(QUERY);
    },
  );
}

describe('browsers', () => {
  it.each([STUDIO, 'https://sandbox.embed.apollographql.com', PORTAL])(
    'with a page of %s get a correct preflight and then the answer',
    async (origin) => {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'authorization,content-type',
        'access-control-allow-private-network': 'true',
        vary: 'Origin',
      });
      expect(headers['access-control-allow-methods']).toContain('POST');
      const answer = await postFrom(origin);
      expect(answer.headers['access-control-allow-origin']).toBe(origin);
      expect(answer.body).toContain('"schemes"');
    },
  );

  it.each(['https://evil.example', 'null', `${STUDIO}.evil.example`, 'http://studio.apollographql.com'])(
    'with a page of %s get no allow-origin header',
    async (origin) => {
      const { headers } = await preflight(origin);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['access-control-allow-credentials']).toBeUndefined();
      expect((await postFrom(origin)).headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('with Apollo Sandbox’s page get nothing where Sandbox is off', async () => {
    await using closed = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { SANDBOX: 'off' },
    });
    expect((await preflight(STUDIO, closed.url)).headers['access-control-allow-origin']).toBeUndefined();
    expect(await (await fetch(closed.url)).text()).not.toContain('apollographql.com');
  });

  it('that open the endpoint itself are led to the page at the root', async () => {
    const visit = await fetch(`${gateway.url}/graphql`, {
      headers: { accept: 'text/html,application/xhtml+xml' },
      redirect: 'manual',
    });
    expect([visit.status, visit.headers.get('location')]).toEqual([302, '/']);
  });

  it('find Apollo Sandbox at the root, sent to this gateway and without telemetry', async () => {
    const page = await fetch(gateway.url);
    const html = await page.text();
    expect(html).toContain('embeddable-sandbox.umd.production.min.js');
    expect(html).toContain("new URL('/graphql', window.location.href)");
    expect(html).toContain('runTelemetry: false');
    const nonce = /script nonce="([^"]+)"/.exec(html)?.[1];
    expect(page.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
  });
});

describe('requests that are refused before GraphQL', () => {
  it('a body of more than one megabyte is 413', async () => {
    const response = await post(JSON.stringify({ query: `{ schemes { id } } #${'x'.repeat(1024 * 1024)}` }));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
  });

  it('a body just below the limit is answered', async () => {
    const response = await post(JSON.stringify({ query: `{ schemes { id } } #${'x'.repeat(1_000_000)}` }));
    expect(response.status).toBe(200);
  });

  it('an array of operations is 400', async () => {
    expect((await post(`[${QUERY}]`)).status).toBe(400);
  });

  it('a body that is no JSON is 400', async () => {
    const response = await post('{"query"');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('a simple form post, which needs no preflight, is refused', async () => {
    const form = await post('query={schemes{id}}', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(form.status).toBe(415);
    expect((await post(QUERY, { 'content-type': 'text/plain' })).status).toBe(400);
  });

  it('a query by GET needs a header that only a preflight allows', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('{ schemes { id } }')}`;
    expect((await fetch(url)).status).toBe(400);
    expect((await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } })).status).toBe(200);
  });

  it('a mutation by GET is 405', async () => {
    const url = `${gateway.url}/graphql?query=${encodeURIComponent('mutation { rename(name: "x") }')}`;
    expect((await fetch(url, { headers: { 'apollo-require-preflight': 'yes' } })).status).toBe(405);
  });

  it('an address that is not there is 404, in the same form', async () => {
    const response = await fetch(`${gateway.url}/explorer/assets/..%2f..%2fpackage.json`);
    expect(response.status).toBe(404);
    expect(await response.json()).toHaveProperty('errors');
  });
});

describe('operations that cannot be executed', () => {
  const refusal = async (body: object): Promise<unknown> => {
    const response = await post(JSON.stringify(body));
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    return [response.status, errors.map((it) => it.extensions)];
  };

  it('for want of a variable, or for one of the wrong type, are 400', async () => {
    const query = 'query Day($on: Date!) { day(on: $on) }';
    const refused = [400, [{ code: 'BAD_USER_INPUT' }]];
    expect(await refusal({ query })).toEqual(refused);
    expect(await refusal({ query, variables: { on: 7 } })).toEqual(refused);
  });

  it('for want of an operation of that name are 400', async () => {
    const query = 'query A { schemes { id } } query B { schemes { id } }';
    const refused = [400, [{ code: 'OPERATION_RESOLUTION_FAILURE' }]];
    expect(await refusal({ query, operationName: 'C' })).toEqual(refused);
    expect(await refusal({ query })).toEqual(refused);
  });
});

describe('answers', () => {
  it('carry a request id and the headers that browsers need to be careful', async () => {
    const { headers } = await post(QUERY);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('tell the schema, where introspection is on, without what is inaccessible', async () => {
    const { data } = await gateway.ask(null, '{ __type(name: "Viewer") { fields { name } } }');
    expect(data.__type.fields.map((it: { name: string }) => it.name)).toEqual(['id', 'verdict']);
  });

  it('neither tell nor hint at the schema where introspection is off', async () => {
    await using closed = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { INTROSPECTION: 'off' },
    });
    expect((await closed.ask(null, '{ __schema { types { name } } }')).errors).toHaveLength(1);
    expect((await closed.ask(null, '{ scheme { id } }')).errors?.[0]?.message).not.toContain('schemes');
  });
});

describe('closing', () => {
  it('finishes what is under way, and takes nothing new', async () => {
    const closing = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
    behaviour.seen = [];
    const asked = closing.data({ partner: 'GB' }, '{ viewer { id verdict } }');
    await expect.poll(() => behaviour.seen.length).toBe(1);
    const closed = closing.close();
    expect(await asked).toMatchObject({ viewer: { id: 'GB:user' } });
    await closed;
    await expect(fetch(`${closing.url}/health/live`)).rejects.toThrow();
  });
});
