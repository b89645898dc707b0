import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalDocument } from '../../support/portal.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { send } from './support/send.ts';

const GB = { partner: 'GB' };
const mainQuestion = (level: string, first = 20) => ({
  query: portalDocument('which-can-we-get'),
  variables: { ask: { level }, first },
});
const SMALL = { query: '{ environment(id: "aws.london") { id } }' };
const TOLD = { extensions: { cost: true } };
const BUDGET = 8_000;

describe.each(['compiled', 'apollo'])('costs, by the %s engine', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      environment: {
        GATEWAY_ENGINE: engine,
        LIMIT_COST: '10000',
        LIMIT_COST_PER_MINUTE: String(BUDGET),
        LIMIT_ANONYMOUS_PERCENT: '1',
      },
    });
  });
  afterAll(() => gateway.close());

  it('are told to who asks for them, with what is left of the minute', async () => {
    const { body } = await send(gateway, GB, { ...SMALL, ...TOLD });
    // Query and the environment, and the field that gives it.
    expect(body.extensions).toEqual({
      cost: { estimated: 3, actual: 3, limit: BUDGET, remaining: BUDGET - 3, resetsInSeconds: 60 },
    });
    expect(Object.keys((await send(gateway, GB, SMALL)).body)).toEqual(['data']);
  });

  it('of the main question are below their estimate, and both follow the page', async () => {
    const at = { partner: 'AU' };
    const costOf = async (first: number) => {
      const { body } = await send(gateway, at, { ...mainQuestion('AU:S', first), ...TOLD });
      expect(body.errors).toBeUndefined();
      return body.extensions.cost;
    };
    const [ten, twenty] = [await costOf(10), await costOf(20)];
    expect(ten.actual).toBeLessThan(ten.estimated);
    expect(twenty.actual).toBeGreaterThan(1.5 * ten.actual);
    expect(twenty.estimated - ten.estimated).toBe(10 * 122);
    expect(twenty.remaining).toBe(BUDGET - ten.actual - twenty.actual);
  });

  it('over what is left of a partner’s minute are refused for a while, and nobody else is', async () => {
    const [CA, NATO] = [{ partner: 'CA' }, { partner: 'NATO' }];
    const question = { ...mainQuestion('CA:PB'), ...TOLD };
    let answer = await send(gateway, CA, question);
    let left = BUDGET;
    let estimated = 0;
    for (let it = 0; it < 100 && answer.status === 200; it++) {
      ({ remaining: left, estimated } = answer.body.extensions.cost);
      answer = await send(gateway, CA, question);
    }
    expect(left).toBeLessThan(estimated);
    expect(answer.status).toBe(429);
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    expect(answer.body.errors).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', estimated, remaining: left, limit: BUDGET } },
    ]);
    // What was refused took nothing: something small is still answered.
    expect((await send(gateway, CA, SMALL)).status).toBe(200);
    expect((await send(gateway, NATO, SMALL)).status).toBe(200);
  });

  it('over what the clients of an address may use who name no partner are refused', async () => {
    const providers = { query: '{ providers { id } }', ...TOLD };
    const statuses = [];
    for (let it = 0; it < 5; it++) statuses.push((await send(gateway, null, providers)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
    expect((await send(gateway, null, SMALL)).status).toBe(200);
  });

  it('that no minute has room for are refused for good', async () => {
    const { status, body } = await send(gateway, null, { query: '{ environments { id } }' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ extensions: { limit: BUDGET / 100, came: 102 } }]);
  });

  it('of what variables skip are not counted', async () => {
    const query =
      'query ($all: Boolean!) { environments @include(if: $all) { id } provider(id: "aws") { id } }';
    const asked = await send(gateway, GB, { query, variables: { all: false }, ...TOLD });
    expect(asked.body.extensions.cost).toMatchObject({ estimated: 3, actual: 3 });
  });

  it('of a mutation that is denied are its estimate, since it might have been done', async () => {
    const US = { partner: 'US' };
    const query =
      'mutation { renameDevice(input: { device: "x", name: "y", version: 1 }) { device { id } } }';
    const refused = await send(gateway, US, { query, ...TOLD });
    expect(refused.codes).toContain('FORBIDDEN');
    const { body } = await send(gateway, US, { ...SMALL, ...TOLD });
    // Mutation, its payload and the device with the fields that give them, one of weight 10, and the input.
    expect(body.extensions.cost.remaining).toBe(BUDGET - (1 + 10 + 1 + 1 + 1 + 1) - 3);
  });
});

describe.each(['compiled', 'apollo'])('the schema, by the %s engine', (engine) => {
  const INTROSPECTION = { query: '{ __schema { queryType { name } } }' };
  const MISSPELT = [{ query: '{ scheme { id } }' }, { query: '{ day(om: "2026-11-23") }' }];
  const reader = { partner: 'GB', scopes: ['schema:read'] };
  const CASES: readonly (readonly [
    string,
    readonly (readonly [typeof GB | typeof reader | null, boolean])[],
  ])[] = [
    ['on', [[null, true]]],
    ['off', [[reader, false]]],
    [
      'authenticated',
      [
        [null, false],
        [GB, true],
      ],
    ],
    [
      'scope:schema:read',
      [
        [null, false],
        [GB, false],
        [reader, true],
      ],
    ],
  ];

  it.each(CASES)('with INTROSPECTION=%s is shown to its audience alone', async (audience, askers) => {
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { GATEWAY_ENGINE: engine, INTROSPECTION: audience },
    });
    // Whoever comes later finds the documents of those who came before.
    for (const [asker, isShown] of [...askers, ...askers]) {
      const { status, body, codes } = await send(gateway, asker, INTROSPECTION);
      expect(status).toBe(isShown ? 200 : 400);
      if (isShown) expect(body.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
      else expect(codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
      for (const sent of MISSPELT) {
        const refused = await send(gateway, asker, sent);
        expect(refused.status).toBe(400);
        expect(/Did you mean/.test(JSON.stringify(refused.body))).toBe(isShown);
      }
      expect((await send(gateway, asker, { query: '{ __typename }' })).body).toEqual({
        data: { __typename: 'Query' },
      });
    }
  });

  it('is hinted at by no value of a variable either, where it is not shown', async () => {
    await using gateway = await startTestGateway({
      environment: { GATEWAY_ENGINE: engine, INTROSPECTION: 'authenticated' },
    });
    const sent = {
      query: 'query ($by: DeviceModelOrder) { deviceModels(orderBy: $by) { totalCount } }',
      variables: { by: 'WEIGH' },
    };
    for (const asker of [null, GB]) {
      const { status, body, codes } = await send(gateway, asker, sent);
      expect([status, codes]).toEqual([400, ['BAD_USER_INPUT']]);
      expect(JSON.stringify(body).includes('Did you mean')).toBe(asker !== null);
    }
  });
});
