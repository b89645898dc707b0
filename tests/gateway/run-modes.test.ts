import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_MODES, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { portalDocument } from '../support/portal.ts';

const GB = { partner: 'GB' };
const MAIN = { ask: { level: 'GB:O' }, first: 50 };

let gateways: TestGateway[];
beforeAll(async () => {
  gateways = await Promise.all(RUN_MODES.map((mode) => startTestGateway({ mode })));
});
afterAll(() => Promise.all(gateways.map((it) => it.close())));

describe('the two run modes', () => {
  it.each<[string, Record<string, unknown>]>([
    ['which-can-we-get', MAIN],
    ['why-not', { id: 'ms.azure-gov.key-vault', ask: { level: 'GB:S' } }],
    ['contract', { id: 'us-dod-jedi', on: '2020-06-01' }],
    ['models', {}],
  ])('give the same answer to %s', async (name, variables) => {
    const [here, there] = await Promise.all(
      gateways.map((it) => it.ask(GB, portalDocument(name), variables)),
    );
    expect(here?.errors).toBeUndefined();
    expect(here).toEqual(there);
  });

  it('refuse the partner’s part without a token, and give the public part', async () => {
    for (const gateway of gateways) {
      const refused = await gateway.ask(null, portalDocument('which-can-we-get'), MAIN);
      expect(refused.data).toEqual({ viewer: null });
      expect(refused.errors?.map((it) => it.extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
      expect(Object.keys(await gateway.data(null, portalDocument('models')))).toEqual(['deviceModels']);
    }
  });
});
