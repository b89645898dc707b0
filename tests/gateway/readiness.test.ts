import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../../gateway/start.ts';
import { signRevocations } from '../../gateway/identity/revocation-list.ts';
import { toConfig } from '../../platform/config.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { serve } from '../support/subgraph-server.ts';

type Ready = { status: string; unready: string[]; keys: string; revocations: string };

async function ready({ url }: { readonly url: string }): Promise<[number, Ready]> {
  const response = await fetch(`${url}/health/ready`);
  return [response.status, (await response.json()) as Ready];
}

const started = (environment: Record<string, string>): Promise<TestGateway> =>
  startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, environment });
/** An identity provider that gives its keys as long as `isThere`. */
async function provider() {
  const { publicKey } = await generateKeyPair('ES256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] });
  const state = { isThere: true };
  const server = await serve((_request, response) => {
    response.writeHead(state.isThere ? 200 : 503).end(state.isThere ? keys : '');
  });
  return Object.assign(server, { state });
}

describe('whether a gateway is ready', () => {
  it('hangs on the keys of identity providers: without any of them no token is taken', async () => {
    await using identity = await provider();
    identity.state.isThere = false;
    const environment = {
      NODE_ENV: 'production',
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_JWKS_URL: identity.url,
    };
    await using gateway = await started(environment);
    expect(await ready(gateway)).toMatchObject([503, { status: 'unready', unready: [], keys: 'none' }]);
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);
    identity.state.isThere = true;
    await expect
      .poll(() => ready(gateway), { timeout: 5_000 })
      .toMatchObject([200, { status: 'ready', keys: 'all' }]);
  });

  it('does not hang on one of several identity providers', async () => {
    await using gateway = await started({
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_JWKS_URL: 'http://127.0.0.1:1/keys',
    });
    expect(await ready(gateway)).toMatchObject([200, { status: 'ready', keys: 'some' }]);
  });

  it('hangs on what was revoked, where a list is followed', async () => {
    await using gateway = await started({});
    const folder = gateway.config.DATA_DIR;
    const list = join(folder, 'revoked.jws');
    const key = await developmentKeys(folder).manifests();
    const keys = join(folder, 'revokers.json');
    writeFileSync(keys, JSON.stringify({ keys: [key.publicJwk] }));
    writeFileSync(list, 'nothing that could be read');
    const following = await startGateway(
      toConfig({
        NODE_ENV: 'test',
        PORT: '0',
        DATA_DIR: folder,
        SUPERGRAPH_FILE: gateway.config.SUPERGRAPH_FILE,
        SUBGRAPH_TRANSPORT: 'http',
        REVOCATIONS_FILE: list,
        REVOCATIONS_JWKS_FILE: keys,
        LOG_LEVEL: 'silent',
      }),
    );
    try {
      expect((await ready(following))[1]).toMatchObject({ status: 'unready', revocations: 'unknown' });
      const revoked = { iat: Math.floor(Date.now() / 1_000), tokens: [], users: [], partners: [] };
      writeFileSync(list, await signRevocations(revoked, key));
      await expect
        .poll(async () => (await ready(following))[1].revocations, { timeout: 5_000 })
        .toBe('known');
    } finally {
      await following.close();
    }
  });

  it('ends when it is told to end; it answers on for a while, and keeps no connection', async () => {
    await using subgraphs = await started({});
    const gateway = await startGateway(
      { ...subgraphs.config, PORT: 0, DRAIN_SECONDS: 0.3 },
      { transport: { ...emptyTransport, subgraphs: ['catalogue', 'classification'] } },
    );
    const ask = () =>
      fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
    expect((await ask()).headers.get('connection')).toBe('keep-alive');
    const drained = gateway.drain?.();
    expect(await ready(gateway)).toMatchObject([503, { status: 'draining' }]);
    const late = await ask();
    expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
    await drained;
    await gateway.close();
    await expect(ask()).rejects.toThrow();
  });
});

const emptyTransport = {
  call: () => Promise.reject(new Error('nobody is asked')),
  dataVersions: () => ({ current: () => null, written: () => undefined, close: async () => undefined }),
  unready: async () => [],
  states: () => new Map(),
  close: async () => undefined,
};
