import { createLocalJWKSet } from 'jose';
import { afterEach, expect, it } from 'vitest';
import { assertionSigner, assertionVerifier } from '../../platform/identity/assertion.ts';
import type { SigningKey } from '../../platform/identity/keys.ts';
import { createLog } from '../../platform/log.ts';
import { openMetrics, openSubgraphMetrics } from '../../platform/metrics/open.ts';
import { toConfig } from '../../platform/config.ts';
import { defineSubgraph, type SubgraphStore } from '../../platform/subgraph/define.ts';
import { hostSubgraph } from '../../platform/subgraph/host.ts';
import { listen, type ListeningSubgraph, type ListenOptions } from '../../platform/subgraph/standalone.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { samplesOf, valueOf } from '../support/prometheus.ts';
import { asPartner, TEST_NOW, testCursors, testSigningKey } from '../support/subgraph.ts';

const [catalogue] = FIXTURE_SUBGRAPHS;
const stop: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const it of stop.splice(0)) await it();
});

/** The catalogue of the fixture as it runs alone, over a store that a test can break. */
async function started(
  { port = 0, key, ...options }: Omit<ListenOptions, 'metrics'> & { port?: number; key?: SigningKey } = {},
  store: Partial<SubgraphStore> = {},
): Promise<ListeningSubgraph & { ask(query: string, assertion?: string): Promise<Response> }> {
  const signing = key ?? (await testSigningKey());
  const metrics = await openMetrics(toConfig({ METRICS: 'on' }));
  const definition = defineSubgraph({
    ...(catalogue as (typeof FIXTURE_SUBGRAPHS)[number]),
    openStore: async () => ({ dataVersion: () => '1', close: async () => undefined, ...store }),
  });
  const environment = {
    dataDirectory: null,
    cursors: testCursors(),
    log: createLog('silent'),
    clock: () => TEST_NOW,
    metrics: await openSubgraphMetrics(metrics),
  };
  const hosted = await hostSubgraph(
    definition,
    environment,
    assertionVerifier(createLocalJWKSet({ keys: [signing.publicJwk] })),
  );
  const listening = await listen(hosted, '127.0.0.1', port, { ...options, metrics });
  stop.push(
    () => listening.close(),
    () => hosted.close(),
  );
  return {
    ...listening,
    async ask(query, assertion) {
      const content = JSON.stringify({ query });
      const signed =
        assertion ??
        (await assertionSigner(signing).sign(asPartner('GB'), definition.name, 'request', { content }));
      return fetch(listening.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${signed}` },
        body: content,
      });
    },
  };
}

const at = (subgraph: ListeningSubgraph, path: string) => fetch(new URL(path, subgraph.url));

it('a subgraph that runs alone counts its requests, errors and refusals', async () => {
  const subgraph = await started();
  expect((await subgraph.ask('{ viewer { id } }')).status).toBe(200);
  await subgraph.ask('{ broken }');
  expect((await subgraph.ask('{ viewer { id } }', 'forged')).status).toBe(401);
  const samples = samplesOf(await (await at(subgraph, '/metrics')).text());
  const outcomes = ['answered', 'errors', 'refused'].map((outcome) =>
    valueOf(samples, 'subgraph_requests_total', { subgraph: 'catalogue', outcome }),
  );
  expect(outcomes).toEqual([1, 1, 1]);
  expect(valueOf(samples, 'subgraph_errors_total', { code: 'INTERNAL_SERVER_ERROR' })).toBe(1);
  expect(valueOf(samples, 'subgraph_request_seconds_count')).toBe(2);
});

it('a subgraph is ready while its store can be read, and lives all the same', async () => {
  let isBroken = false;
  const subgraph = await started(
    {},
    {
      isReady: async () => !isBroken,
    },
  );
  const health = async (path: string) => {
    const response = await at(subgraph, `/health/${path}`);
    return [response.status, await response.json()];
  };
  expect(await health('ready')).toEqual([200, { status: 'ready' }]);
  isBroken = true;
  expect(await health('ready')).toEqual([503, { status: 'unready' }]);
  expect(await health('live')).toEqual([200, { status: 'live' }]);
});

it('a subgraph that was told to end says so, answers on, and keeps no connection', async () => {
  const subgraph = await started({ drainMilliseconds: 300 });
  expect((await subgraph.ask('{ viewer { id } }')).headers.get('connection')).toBe('keep-alive');
  const drained = subgraph.drain();
  expect(await (await at(subgraph, '/health/ready')).json()).toEqual({ status: 'draining' });
  const late = await subgraph.ask('{ viewer { id } }');
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
  await drained;
});

it('two subgraphs share a port, so that one takes over from the other without a gap', async () => {
  const key = await testSigningKey();
  const first = await started({ key, sharesPort: true });
  const second = await started({ key, sharesPort: true, port: Number(new URL(first.url).port) });
  expect(second.url).toBe(first.url);
  await first.drain();
  await first.close();
  expect((await second.ask('{ viewer { id } }')).status).toBe(200);
});
