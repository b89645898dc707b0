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

  const refused = async (response: Response): Promise<unknown> => {
    const { data, errors } = (await response.json()) as {
      data?: unknown;
      errors: { extensions: { code: string } }[];
    };
    return [response.status, data, errors.map((it) => it.extensions)];
  };
  const as = (status: number): unknown => [status, undefined, [{ code: 'BAD_USER_INPUT' }]];
  const get = (query: string, headers: Record<string, string> = {}) =>
    fetch(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  const MUTATION = 'mutation { rename(name: "x") }';
  const PREFLIGHTED = { 'apollo-require-preflight': 'yes' };

  it('an array of operations is 400', async () => {
    expect(await refused(await post(`[${QUERY}]`))).toEqual(as(400));
  });

  it.each([
    '{"query"',
    '',
    '"text"',
    'null',
    '{}',
    '{"query":7}',
    '{"query":"{ schemes { id } }","variables":[]}',
  ])('a body that is no request in JSON (%s) is 400', async (body) => {
    expect(await refused(await post(body))).toEqual(as(400));
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', ''])(
    'a simple post of type "%s", which needs no preflight, is 400, and preflighted 415',
    async (type) => {
      const body = new Blob([QUERY], { type });
      const simple = { method: 'POST', body, ...(type ? { headers: { 'content-type': type } } : {}) };
      expect(await refused(await fetch(`${gateway.url}/graphql`, simple))).toEqual(as(400));
      const preflighted = { ...simple, headers: { ...simple.headers, ...PREFLIGHTED } };
      expect(await refused(await fetch(`${gateway.url}/graphql`, preflighted))).toEqual(as(415));
    },
  );

  it.each([
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=x-unknown',
    'application/xml',
    'application/graphql',
    'json',
  ])('a post of type %s is 415', async (type) => {
    expect(await refused(await post(QUERY, { 'content-type': type }))).toEqual(as(415));
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'Application/JSON'])(
    'a post of type %s is answered',
    async (type) => {
      expect((await post(QUERY, { 'content-type': type })).status).toBe(200);
    },
  );

  it('a query by GET needs a header that only a preflight allows', async () => {
    expect(await refused(await get('{ schemes { id } }'))).toEqual(as(400));
    expect((await get('{ schemes { id } }', PREFLIGHTED)).status).toBe(200);
  });

  it('a GET of any type but JSON is 415', async () => {
    for (const headers of [{}, PREFLIGHTED]) {
      const response = await get('{ schemes { id } }', { ...headers, 'content-type': 'text/plain' });
      expect(await refused(response)).toEqual(as(415));
    }
  });

  it.each([{}, PREFLIGHTED, { 'content-type': 'application/json' }])(
    'a mutation by GET (%j) is 405',
    async (headers) => {
      const response = await get(MUTATION, headers as Record<string, string>);
      expect(response.headers.get('allow')).toBe('POST');
      expect(await refused(response)).toEqual(as(405));
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s is 405', async (method) => {
    const response = await fetch(`${gateway.url}/graphql`, { method, headers: PREFLIGHTED });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it.each([
    'text/html',
    'application/xml',
    'image/*',
    'application/json;q=0',
    'application/json; charset=utf-16',
  ])('a client that takes %s only gets 406, and nothing is executed for it', async (accept) => {
    behaviour.seen = [];
    const headers = { 'content-type': 'application/json', accept };
    expect(await refused(await post('{"query":"{ viewer { id } }"}', headers))).toEqual(as(406));
    expect(behaviour.seen).toEqual([]);
  });

  it('what is refused is of the media type that the client takes', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const response = await post('{"query"', headers);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await refused(response)).toEqual(as(400));
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

  it('are 200 to clients that know plain JSON alone, to which a status tells of HTTP', async () => {
    const statuses = (accept: string) =>
      Promise.all(
        ['{', '{ nothing }', 'query ($on: Date!) { day(on: $on) }', 'query A { day } query B { day }'].map(
          async (query) =>
            (await post(JSON.stringify({ query }), { 'content-type': 'application/json', accept })).status,
        ),
      );
    expect(await statuses('application/json')).toEqual([200, 200, 200, 200]);
    expect(await statuses('application/json; charset=utf-8')).toEqual([200, 200, 200, 200]);
    expect(await statuses('application/graphql-response+json, application/json;q=0.9')).toEqual([
      400, 400, 400, 400,
    ]);
    expect(await statuses('*/*')).toEqual([400, 400, 400, 400]);
  });

  it('for want of an operation of that name are 400', async () => {
    const query = 'query A { schemes { id } } query B { schemes { id } }';
    const refused = [400, [{ code: 'OPERATION_RESOLUTION_FAILURE' }]];
    expect(await refusal({ query, operationName: 'C' })).toEqual(refused);
    expect(await refusal({ query })).toEqual(refused);
    behaviour.seen = [];
    expect(await refusal({ query: 'query A { viewer { id } }', operationName: 'C' })).toEqual(refused);
    expect(behaviour.seen).toEqual([]);
  });
});

describe('answers', () => {
  it('carry a request id and the headers that browsers need to be careful', async () => {
    const { headers } = await post(QUERY);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
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
