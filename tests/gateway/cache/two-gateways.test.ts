import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startGateway, type RunningGateway } from '../../../gateway/start.ts';
import { startTestGateway, type Asker, type TestGateway } from '../../support/gateway.ts';

const OPERATOR: Asker = { partner: 'AU', subject: 'operator', scopes: ['catalogue:operate'] };
const PORTAL: Asker = { partner: 'AU', subject: 'portal' };
const CONTRACT = `query Contract($id: ID!) { contract(id: $id) { id status(on: "2026-11-23") } }`;
/** How long news from one gateway may be on their way to another: a turn of the event loop or two, and HTTP. */
const SOON_MILLISECONDS = 1_000;

let first: TestGateway;
let second: RunningGateway;
beforeAll(async () => {
  const environment = { ENTITY_CACHE_MIB: '8', ANSWER_CACHE_MIB: '8', METRICS: 'on' };
  first = await startTestGateway({ mode: 'http', environment });
  second = await startGateway({ ...first.config, PORT: 0 });
});
afterAll(async () => {
  await second.close();
  await first.close();
});

async function askSecond(asker: Asker, query: string, variables: Record<string, unknown>): Promise<any> {
  const response = await fetch(`${second.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await first.token(asker)}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** How often the second gateway found a whole answer kept. */
async function answersFound(): Promise<number> {
  const metrics = await (await fetch(`${second.url}/metrics`)).text();
  return Number(/^gateway_cache_hits_total\{cache="answers"\} (\d+)$/m.exec(metrics)?.[1]);
}

describe('two gateways over the same subgraphs, each with caches', () => {
  it('answer anew as soon as one of them has changed something', async () => {
    const input = {
      title: 'Cloud for two gateways',
      kind: 'CONTRACT',
      buyer: 'AU',
      suppliers: ['aws'],
      start: '2026-01-01',
      end: '2027-12-31',
    };
    const { registerContract } = await first.data(
      OPERATOR,
      `mutation ($input: RegisterContractInput!) { registerContract(input: $input) { contract { id version } } }`,
      { input },
    );
    const { id, version } = registerContract.contract;
    const statusAtSecond = async (): Promise<string> =>
      (await askSecond(PORTAL, CONTRACT, { id })).data.contract.status;
    await vi.waitFor(async () => expect(await statusAtSecond()).toBe('ACTIVE'), SOON_MILLISECONDS);
    const before = await answersFound();
    for (let times = 0; times < 3; times++) expect(await statusAtSecond()).toBe('ACTIVE');
    expect(await answersFound()).toBe(before + 3);

    const hold = {
      contract: id,
      expectedVersion: version,
      reason: 'order',
      forum: 'buyer',
      from: '2026-11-01',
    };
    await first.data(
      OPERATOR,
      `mutation ($input: PlaceHoldInput!) { placeHold(input: $input) { hold { id } } }`,
      { input: hold },
    );
    // Whoever made the change finds it at once, everybody else soon.
    expect((await first.data(PORTAL, CONTRACT, { id })).contract.status).toBe('ON_HOLD');
    await vi.waitFor(async () => expect(await statusAtSecond()).toBe('ON_HOLD'), SOON_MILLISECONDS);
    const after = await answersFound();
    expect(await statusAtSecond()).toBe('ON_HOLD');
    expect(await answersFound()).toBe(after + 1);
  });
});
