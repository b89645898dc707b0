import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { developmentToken } from '../../gateway/development-issuer.ts';
import { startGateway } from '../../gateway/start.ts';
import { toConfig } from '../../platform/config.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';
import { OUTCOMES } from '../../subgraphs/catalogue/eligibility/decision.ts';
import { behaviour, FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { portalDocument } from '../support/portal.ts';
import { samplesOf, valueOf, type Sample } from '../support/prometheus.ts';

const GB = { partner: 'GB' };
const VERDICT = '{ viewer { verdict } }';

const started = (environment: Record<string, string> = {}, mode: 'http' | 'in-process' = 'in-process') =>
  startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, mode, environment: { METRICS: 'on', ...environment } });
const metricsOf = async ({ url }: { readonly url: string }): Promise<Sample[]> =>
  samplesOf(await (await fetch(`${url}/metrics`)).text());
/** Sends what is no operation. */
const post = (gateway: TestGateway, body: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

afterEach(() => {
  behaviour.classification = 'answers';
});

describe('metrics of the gateway', () => {
  it('tell how the audit log does, where there is one', async () => {
    await using gateway = await started({ AUDIT: 'on' });
    await gateway.data(GB, VERDICT);
    await gateway.ask(null, VERDICT);
    const told = async () =>
      ['up', 'pending', 'records_total', 'lost_total'].map(async (it) =>
        valueOf(await metricsOf(gateway), `gateway_audit_${it}`),
      );
    // That it was opened, and the refusal.
    await expect.poll(async () => Promise.all(await told())).toEqual([1, 0, 2, 0]);
    await using silent = await started();
    expect((await metricsOf(silent)).filter(({ name }) => name.startsWith('gateway_audit_'))).toEqual([]);
  });

  it('count requests, operations, errors, plans and fetches, with how long they took', async () => {
    await using gateway = await started({}, 'http');
    for (let times = 0; times < 3; times++) await gateway.data(GB, VERDICT);
    behaviour.classification = 'throws';
    await gateway.ask(GB, VERDICT);
    await gateway.ask(null, '{ nothing }');
    await post(gateway, '{');
    await post(gateway, '{"query":"{ __typename }"}', { authorization: 'Bearer nonsense' });
    await expect.poll(async () => valueOf(await metricsOf(gateway), 'gateway_requests_total')).toBe(7);

    const samples = await metricsOf(gateway);
    const value = (name: string, labels?: Record<string, string>) => valueOf(samples, name, labels);
    expect(value('gateway_requests_total', { status: '200' })).toBe(4);
    expect(value('gateway_requests_total', { status: '400' })).toBe(2);
    expect(value('gateway_requests_total', { status: '401' })).toBe(1);
    expect(value('gateway_request_seconds_count')).toBe(7);
    expect(value('gateway_operations_total', { kind: 'query', outcome: 'data' })).toBe(3);
    expect(value('gateway_operations_total', { kind: 'query', outcome: 'part' })).toBe(1);
    expect(value('gateway_errors_total', { code: 'DOWNSTREAM_SERVICE_ERROR' })).toBe(1);
    expect(value('gateway_errors_total', { code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
    expect(value('gateway_errors_total', { code: 'UNAUTHENTICATED' })).toBe(1);
    expect(value('gateway_plans_total', { result: 'planned' })).toBe(1);
    expect(value('gateway_plans_total', { result: 'found' })).toBe(3);
    expect(value('gateway_plan_seconds_count')).toBe(1);
    expect(value('gateway_plans_held')).toBe(1);
    expect(value('gateway_fetches_total', { subgraph: 'classification', outcome: 'answered' })).toBe(3);
    expect(value('gateway_fetches_total', { subgraph: 'classification', outcome: 'errors' })).toBe(1);
    expect(value('gateway_fetch_seconds_count', { subgraph: 'catalogue' })).toBe(8);
    expect(value('gateway_circuit_state', { subgraph: 'catalogue', state: 'closed' })).toBe(1);
    expect(value('gateway_circuit_state', { subgraph: 'catalogue', state: 'open' })).toBe(0);
    expect(value('gateway_supergraph')).toBe(1);
    expect(value('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('show a circuit that opened, and calls that were not sent for it', async () => {
    await using gateway = await started(
      { BREAKER_CALLS: '2', CLASSIFICATION_URL: 'http://127.0.0.1:1/graphql' },
      'http',
    );
    for (let times = 0; times < 5; times++) await gateway.ask(GB, VERDICT);
    const samples = await metricsOf(gateway);
    expect(valueOf(samples, 'gateway_circuit_state', { subgraph: 'classification', state: 'open' })).toBe(1);
    const outcome = (it: string) =>
      valueOf(samples, 'gateway_fetches_total', { subgraph: 'classification', outcome: it });
    expect(outcome('failed')).toBeGreaterThan(0);
    expect(outcome('circuit-open')).toBeGreaterThan(0);
    expect(outcome('failed') + outcome('circuit-open')).toBe(5);
  });

  it('count persisted queries that were found and missing', async () => {
    await using gateway = await started();
    const hash = '7f56e67dd21ab3f30d1ff8b7bed08893f0a0db86449836189b361dd1e56ddb4b';
    const persisted = (query?: string) =>
      post(
        gateway,
        JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }),
      );
    await persisted();
    await persisted('{ __typename }');
    expect(await (await persisted()).json()).toEqual({ data: { __typename: 'Query' } });
    const samples = await metricsOf(gateway);
    const results = ['missing', 'found'].map((result) =>
      valueOf(samples, 'gateway_persisted_queries_total', { result }),
    );
    expect(results).toEqual([1, 1]);
  });

  it('show what partners have used of their minute, and what was refused', async () => {
    await using gateway = await started({ LIMIT_COST_PER_MINUTE: '8', LIMIT_COST: '1000' });
    const outcomes = [];
    for (let times = 0; times < 6; times++) {
      outcomes.push((await gateway.ask(GB, VERDICT)).errors?.[0]?.extensions?.['code']);
    }
    const refused = outcomes.filter((it) => it === 'LIMIT_EXCEEDED').length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(6);
    const samples = await metricsOf(gateway);
    const used = valueOf(samples, 'gateway_cost_budget_used', { partner: 'GB' });
    expect(used).toBeGreaterThan(0);
    expect(used + valueOf(samples, 'gateway_cost_budget_remaining', { partner: 'GB' })).toBe(8);
    expect(valueOf(samples, 'gateway_operation_cost_total')).toBe(used);
    expect(valueOf(samples, 'gateway_limit_refusals_total', { limit: 'cost-per-minute' })).toBe(refused);
  });

  it('have labels of few values, whatever clients send, and nothing of what they wrote', async () => {
    await using gateway = await started({ LIMIT_COST_PER_MINUTE: '100000' });
    for (let it = 0; it < 130; it++) {
      const partner = `${String.fromCharCode(65 + (it % 26))}${String.fromCharCode(65 + Math.floor(it / 26))}`;
      await gateway.ask(
        { partner, subject: 'c4nary' },
        `query C4nary${it} { viewer { id } c4nary: __typename }`,
        {
          c4nary: it,
        },
      );
    }
    await fetch(`${gateway.url}/c4nary`);
    const text = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(text.toLowerCase()).not.toContain('c4nary');
    const series = new Map<string, number>();
    for (const { name } of samplesOf(text)) series.set(name, (series.get(name) ?? 0) + 1);
    expect(series.get('gateway_cost_budget_used')).toBe(100);
    expect(Math.max(...series.values())).toBe(100);
  });
});

describe('metrics are for operators', () => {
  const status = async (url: string, headers: Record<string, string> = {}) =>
    (await fetch(`${url}/metrics`, { headers })).status;

  it('and are off unless they are switched on', async () => {
    await using gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
    expect(await status(gateway.url)).toBe(404);
  });

  it('so that to other peers, and to who comes through a proxy, nothing is there', async () => {
    await using gateway = await started();
    expect(await status(gateway.url)).toBe(200);
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      expect(await status(gateway.url, { [header]: '127.0.0.1' })).toBe(404);
    }
    await using elsewhere = await started({ METRICS_PEERS: '10.0.0.0/8' });
    const nothing = await fetch(`${elsewhere.url}/metrics`);
    const nowhere = await fetch(`${elsewhere.url}/nowhere`);
    expect(nothing.status).toBe(404);
    expect(await nothing.text()).toBe(await nowhere.text());
  });

  it('and are on a port of their own alone, where there is one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
    const config = toConfig({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: folder,
      METRICS: 'on',
      METRICS_PORT: '0',
    });
    const gateway = await startGateway(config);
    try {
      expect(await status(gateway.url)).toBe(404);
      const own = gateway.metricsAt as string;
      const document = portalDocument('which-can-we-get');
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await developmentToken(config, partnerViewer('GB', 'user', [], []), 60)}`,
        },
        body: JSON.stringify({ query: document, variables: { ask: { level: 'GB:O' }, first: 20 } }),
      });
      const { data } = (await response.json()) as { data: any };
      const samples = samplesOf(await (await fetch(own)).text());
      // Where subgraphs are in the same process, what they count is there too.
      const outcomes = data.viewer.offers.edges.map((it: any) => it.decision.outcome as string);
      for (const outcome of OUTCOMES) {
        const given = outcomes.filter((it: string) => it === outcome).length;
        expect(valueOf(samples, 'catalogue_decisions_total', { outcome })).toBe(given);
      }
      expect(valueOf(samples, 'catalogue_decisions_total')).toBe(20);
      expect(
        valueOf(samples, 'subgraph_requests_total', { subgraph: 'contracts', outcome: 'answered' }),
      ).toBe(valueOf(samples, 'gateway_fetches_total', { subgraph: 'contracts', outcome: 'answered' }));
      expect(valueOf(samples, 'subgraph_statement_seconds_count', { subgraph: 'catalogue' })).toBeGreaterThan(
        0,
      );
      expect((await fetch(own.replace('/metrics', '/graphql'))).status).toBe(404);
    } finally {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
