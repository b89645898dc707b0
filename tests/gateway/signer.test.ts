import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSigner, type RunningSigner } from '../../gateway/signer/signer.ts';
import { createLog } from '../../platform/log.ts';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let ours: TestGateway;
let signer: RunningSigner;
beforeAll(async () => {
  ours = await startTestGateway({ mode: 'http', subgraphs: FIXTURE_SUBGRAPHS });
  signer = await startSigner({ ...ours.config, PORT: 0 }, { log: createLog('silent') });
});
afterAll(async () => {
  await signer.close();
  await ours.close();
});

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${signer.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const VIEWER = '{"query":"{ viewer { id } }"}';

describe('the signer', () => {
  it('brings a router’s request to a subgraph with the gateway’s word on who asks', async () => {
    const authorization = `Bearer ${await ours.token({ partner: 'GB', subject: 'alice' })}`;
    const answer = await post('/catalogue', VIEWER, { authorization });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBeTruthy();
    expect(await answer.json()).toEqual({ data: { viewer: { id: 'GB:alice' } } });
  });

  it('brings it as nobody’s where there is no token', async () => {
    const answer = (await (await post('/catalogue', VIEWER)).json()) as any;
    expect(answer.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('refuses a token that cannot be verified, and never lets it through as nobody', async () => {
    const answer = await post('/catalogue', '{"query":"{ schemes { id } }"}', {
      authorization: 'Bearer nonsense',
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID' } }],
    });
  });

  it('knows no other subgraphs and no other bodies', async () => {
    expect((await post('/billing', VIEWER)).status).toBe(404);
    expect((await post('/catalogue', VIEWER, { 'content-type': 'text/plain' })).status).toBeGreaterThan(399);
    expect(
      (await fetch(`${signer.url}/catalogue?query=${encodeURIComponent('{ viewer { id } }')}`)).status,
    ).toBe(404);
  });

  it('says that a subgraph cannot be asked, and not why', async () => {
    const alone = await startSigner(
      { ...ours.config, PORT: 0, CATALOGUE_URL: 'http://127.0.0.1:1/graphql' },
      { log: createLog('silent') },
    );
    const answer = await fetch(`${alone.url}/catalogue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: VIEWER,
    });
    expect(answer.status).toBe(502);
    expect(await answer.text()).not.toContain('127.0.0.1');
    await alone.close();
  });
});
