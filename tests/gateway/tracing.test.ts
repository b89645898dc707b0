import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet } from 'jose';
import { describe, expect, it } from 'vitest';
import { developmentToken } from '../../gateway/development-issuer.ts';
import { startGateway } from '../../gateway/start.ts';
import { toConfig } from '../../platform/config.ts';
import { assertionSigner, assertionVerifier } from '../../platform/identity/assertion.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';
import { createLog } from '../../platform/log.ts';
import { hostSubgraph } from '../../platform/subgraph/host.ts';
import { listen } from '../../platform/subgraph/standalone.ts';
import { openTracing } from '../../platform/tracing/open.ts';
import { startCollector, type CollectedSpan, type Collector } from '../support/collector.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway } from '../support/gateway.ts';
import { portalDocument } from '../support/portal.ts';
import { TestProcess } from '../support/process.ts';
import { asPartner, TEST_NOW, testCursors, testSigningKey } from '../support/subgraph.ts';

const CLIENTS = '00-11111111111111111111111111111111-2222222222222222-01';
const recorded = (collector: Collector, environment: Record<string, string> = {}) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_TRACES_SAMPLER_ARG: '1',
  TRACE_RESOLVERS: '1',
  ...environment,
});
const named = (spans: readonly CollectedSpan[], name: string | RegExp) =>
  spans.filter((it) => (typeof name === 'string' ? it.name === name : name.test(it.name)));

describe('traces', () => {
  it('show a request with its plan, its calls, their statements and resolvers, and no value of any', async () => {
    await using collector = await startCollector();
    const folder = mkdtempSync(join(tmpdir(), 'traces-'));
    const config = toConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: folder,
      ...recorded(collector, { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20collector,x-a=b' }),
    });
    const gateway = await startGateway(config);
    try {
      const token = await developmentToken(config, partnerViewer('GB', 'c4nary-user', [], []), 60);
      const response = await fetch(`${gateway.url}/graphql?c4nary=1`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          traceparent: CLIENTS,
        },
        body: JSON.stringify({
          query: portalDocument('which-can-we-get').replace(/^query \w+/, 'query C4nary'),
          variables: { ask: { level: 'GB:O' }, first: 5, where: { text: 'c4nary' } },
        }),
      });
      expect(((await response.json()) as any).errors).toBeUndefined();
    } finally {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    }
    const { spans, received } = collector;
    const [request] = named(spans, 'request');
    expect(request).toMatchObject({ service: 'gateway', parentSpanId: '2222222222222222', kind: 2 });
    expect(new Set(spans.map((it) => it.traceId))).toEqual(new Set(['1'.repeat(32)]));
    expect(request?.attributes).toMatchObject({
      'http.response.status_code': 200,
      'graphql.operation.type': 'query',
    });
    const parentOf = ({ parentSpanId }: CollectedSpan) => spans.find((it) => it.spanId === parentSpanId);
    expect(named(spans, 'plan').map(parentOf)).toEqual([request]);
    const fetches = named(spans, /^fetch /);
    expect(fetches.length).toBe(Number(request?.attributes['subgraph.calls']));
    expect(fetches.every((it) => parentOf(it) === request && it.kind === 3)).toBe(true);
    const [served] = named(spans, 'catalogue');
    expect(parentOf(served as CollectedSpan)?.name).toBe('fetch catalogue');
    // Statements stand within the request to the subgraph that they ran for.
    const statements = spans.filter((it) => 'db.query.text' in it.attributes);
    expect(statements.length).toBeGreaterThan(5);
    const asked = new Set(fetches.map((it) => it.name.slice('fetch '.length)));
    expect(asked).toContain('catalogue');
    const within = new Set(statements.map((it) => parentOf(it)?.name ?? ''));
    expect([...within].filter((it) => !asked.has(it))).toEqual([]);
    expect(within).toContain('contracts');
    expect(named(spans, 'Viewer.offers').map((it) => parentOf(it)?.name)).toEqual(['catalogue']);
    for (const it of spans) {
      expect(it.end).toBeGreaterThanOrEqual(it.start);
      expect(it.start).toBeGreaterThanOrEqual((request?.start ?? 0) - 2);
    }
    const bodies = received.replaceAll(/"authorization":"Bearer collector"/g, '');
    expect(bodies).not.toBe(received);
    expect(received).toContain('"x-a":"b"');
    expect(bodies.toLowerCase()).not.toMatch(/c4nary|bearer|eyj/);
  });

  it('are recorded of a share of requests, which clients cannot change', async () => {
    await using collector = await startCollector();
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: recorded(collector, { OTEL_TRACES_SAMPLER_ARG: '0' }),
    });
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: CLIENTS },
      body: '{"query":"{ schemes { id } }"}',
    });
    await gateway.close();
    expect(collector.received).toBe('');
  });

  it('tell what failed by its code, and of a request that was refused that it was', async () => {
    await using collector = await startCollector();
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: recorded(collector),
    });
    await gateway.ask({ partner: 'GB' }, '{ broken }');
    await gateway.ask(null, '{ nothing }');
    await gateway.close();
    const failed = new Map(named(collector.spans, /request|fetch/).map((it) => [it.name, it.failed]));
    expect(failed.get('fetch catalogue')).toBe('errors');
    expect(named(collector.spans, 'request').map((it) => it.failed)).toEqual([
      'DOWNSTREAM_SERVICE_ERROR',
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(collector.received).not.toContain('s3cret');
  });

  it('go on in a subgraph that runs alone where the gateway records, and only there', async () => {
    await using collector = await startCollector();
    const key = await testSigningKey();
    const log = createLog('silent');
    const tracing = await openTracing(toConfig(recorded(collector)), 'catalogue', log);
    const [definition] = FIXTURE_SUBGRAPHS as [(typeof FIXTURE_SUBGRAPHS)[number]];
    const hosted = await hostSubgraph(
      definition,
      { dataDirectory: null, cursors: testCursors(), log, clock: () => TEST_NOW, tracing },
      assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] })),
    );
    const subgraph = await listen(hosted, '127.0.0.1', 0);
    const ask = async (traceparent: string) => {
      const content = '{"query":"{ viewer { id } }"}';
      const assertion = await assertionSigner(key).sign(asPartner('GB'), definition.name, 'r', { content });
      const headers = { 'content-type': 'application/json', traceparent };
      return fetch(subgraph.url, {
        method: 'POST',
        headers: { ...headers, authorization: `Bearer ${assertion}` },
        body: content,
      });
    };
    expect((await ask(CLIENTS)).status).toBe(200);
    expect((await ask(CLIENTS.replace(/01$/, '00'))).status).toBe(200);
    // Who brings no assertion has nothing recorded.
    await fetch(subgraph.url, { method: 'POST', headers: { traceparent: CLIENTS } });
    await subgraph.close();
    await hosted.close();
    await tracing?.close();
    expect(named(collector.spans, 'catalogue')).toMatchObject([
      { service: 'catalogue', traceId: '1'.repeat(32), parentSpanId: '2222222222222222' },
    ]);
    expect(named(collector.spans, 'Query.viewer')).toHaveLength(1);
  });

  it('cost no request where the collector is away', async () => {
    const log = createLog('silent');
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      log,
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_SAMPLER_ARG: '1' },
    });
    for (let times = 0; times < 20; times++) await gateway.data(null, '{ schemes { id } }');
    const start = performance.now();
    await gateway.close();
    expect(performance.now() - start).toBeLessThan(8_000);
  });

  it('are not even loaded where no collector is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'traces-'));
    const preloaded = ['--import', './tests/support/loaded-modules.ts', 'dist/bin/gateway.js'];
    const environment = { DATA_DIR: folder, PORT: '0', SUBGRAPH_TRANSPORT: 'http' };
    try {
      const loadedBy = async (more: Record<string, string>): Promise<string> => {
        await using process = new TestProcess(preloaded, { ...environment, ...more });
        await process.printed(/listens on/);
        process.signal('SIGTERM');
        return (await process.ended()).stdout;
      };
      const off = await loadedBy({});
      expect(off).toContain('loaded graphql\n');
      expect(off).not.toMatch(/loaded (@opentelemetry|prom-client)/);
      const on = await loadedBy({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', METRICS: 'on' });
      expect(on).toMatch(/loaded @opentelemetry\/sdk-trace\n/);
      expect(on).toMatch(/loaded prom-client\n/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
