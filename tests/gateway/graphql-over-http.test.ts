import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { ENGINES, startTestGateway, type TestGateway } from '../support/gateway.ts';

/** Allowances that protection from cross-site requests does without: a query by GET needs a header. */
const NOT_WITHOUT_A_HEADER: ReadonlySet<string> = new Set(['5A70', 'D6D5', '6A70']);

describe.each(ENGINES)('GraphQL over HTTP, by the %s engine', (engine) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { GATEWAY_ENGINE: engine },
    });
  });
  afterAll(() => gateway.close());

  it.each(serverAudits({ url: () => `${gateway.url}/graphql` }).map((it) => [it.name, it] as const))(
    '%s',
    async (_name, audit) => {
      const result = await audit.fn();
      const reason = result.status === 'ok' ? undefined : result.reason;
      const expected = NOT_WITHOUT_A_HEADER.has(audit.id) ? 'notice' : 'ok';
      expect([result.status, reason]).toEqual([expected, expected === 'ok' ? undefined : expect.anything()]);
    },
  );

  it.each(
    serverAudits({
      url: () => `${gateway.url}/graphql`,
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: { ...init.headers, 'apollo-require-preflight': 'yes' } }),
    })
      .filter((it) => NOT_WITHOUT_A_HEADER.has(it.id))
      .map((it) => [it.name, it] as const),
  )('%s, with a header that only a preflight allows', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
