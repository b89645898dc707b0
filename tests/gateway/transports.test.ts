import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { behaviour, DATA_VERSION, FIXTURE_SUBGRAPHS, SECRET } from '../support/fixture-subgraphs.ts';
import { ENGINES, RUN_MODES, startTestGateway, type TestGateway } from '../support/gateway.ts';

const GB = { partner: 'GB' };

const RUNS = RUN_MODES.flatMap((mode) => ENGINES.map((engine) => [mode, engine] as const));

describe.each(RUNS)('subgraphs reached %s by the %s engine', (mode, engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      mode,
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { GATEWAY_ENGINE: engine, AUDIT: 'on' },
    });
  });
  afterAll(() => gateway.close());
  afterEach(() => {
    behaviour.classification = 'answers';
    behaviour.seen = [];
  });

  it('carries one subgraph’s facts to the other, on behalf of the token’s partner', async () => {
    expect(await gateway.data(GB, '{ viewer { id verdict } }')).toEqual({
      viewer: { id: 'GB:user', verdict: 'decided from facts of GB:user' },
    });
  });

  it('joins entities, and leaves what their owner does not know as null', async () => {
    expect(await gateway.data(null, '{ schemes { id name } }')).toEqual({
      schemes: [
        { id: 'GB', name: 'United Kingdom' },
        { id: 'unknown', name: null },
      ],
    });
  });

  it('tells each subgraph who asks by a signed assertion that names the request', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await gateway.token(GB)}`,
        'x-request-id': 'chosen-by-the-client',
      },
      body: '{"query":"{ viewer { id } }"}',
    });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(behaviour.seen).toEqual([{ viewer: 'GB:user', requestId: id }]);
  });

  it('decides without facts that a failing subgraph owes, and names the subgraph but none of its text', async () => {
    behaviour.classification = 'throws';
    const answer = await gateway.ask(GB, '{ viewer { id verdict } }');
    expect(answer).toEqual({
      data: { viewer: { id: 'GB:user', verdict: 'UNDETERMINED' } },
      errors: [
        {
          message: 'The subgraph classification could not answer this part.',
          // The field that failed is none that the client asked for, or may know of.
          path: ['viewer'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'classification' },
        },
      ],
    });
  });

  it('keeps path and code of a failing root field', async () => {
    const answer = await gateway.ask(null, '{ broken }');
    expect(answer).toEqual({
      data: { broken: null },
      errors: [
        {
          message: 'The subgraph catalogue could not answer this part.',
          path: ['broken'],
          extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'catalogue' },
        },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  it('passes errors that a subgraph wrote for clients', async () => {
    const anonymous = await gateway.ask(null, '{ viewer { id } }');
    expect(anonymous.data).toEqual({ viewer: null });
    expect(anonymous.errors?.[0]).toMatchObject({
      path: ['viewer'],
      extensions: { code: 'UNAUTHENTICATED', service: 'catalogue' },
    });
    expect(anonymous.errors?.[0]?.message).toContain('needs a bearer token');
    const unscoped = await gateway.ask(GB, 'mutation { rename(name: "x") }');
    expect(unscoped.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN', service: 'catalogue' } });
  });

  it('lets the subgraph judge the scopes that the token carries', async () => {
    const operator = { partner: 'GB', scopes: ['catalogue:operate'] };
    expect(await gateway.data(operator, 'mutation { rename(name: "x") }')).toEqual({ rename: 'x' });
  });

  it('refuses a value that a scalar cannot take, literal or variable, before any subgraph is asked', async () => {
    const literal = await gateway.ask(null, '{ day(on: "2026-02-30") }');
    expect(literal.errors?.[0]?.extensions?.['code']).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(literal.errors?.[0]?.message).toContain('2026-02-30');
    const variable = await gateway.ask(null, 'query Day($on: Date!) { day(on: $on) }', { on: 'tomorrow' });
    expect(variable.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect(variable.errors?.[0]?.message).toContain('tomorrow');
    expect(await gateway.data(null, '{ day(on: "2026-02-28") }')).toEqual({ day: '2026-02-28' });
  });

  it('is ready and live', async () => {
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ready',
        unready: [],
        keys: 'all',
        revocations: 'off',
        audit: 'recording',
        supergraph: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it('tells no client the version of a subgraph’s data, which counts writes that it may not know of', async () => {
    const hosted = await Promise.all(gateway.hosted.map((it) => it.dataVersion()));
    expect(hosted).toEqual([DATA_VERSION, DATA_VERSION]);
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ schemes { id name } broken }"}',
    });
    const told = JSON.stringify([...response.headers, await response.json()]);
    expect(told).toContain('United Kingdom');
    expect(told).not.toContain(DATA_VERSION);
    expect(told).not.toContain('x-data-version');
  });

  it('tells no client the plan, whatever header it sends', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'apollo-query-plan-experimental': '1' },
      body: '{"query":"{ schemes { id } }"}',
    });
    expect(await response.json()).not.toHaveProperty('extensions');
  });
});
