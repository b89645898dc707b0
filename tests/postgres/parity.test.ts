import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyArgument } from '../hostile/support/every-argument.ts';
import { allOffers } from '../journeys/questions.ts';
import { startTestGateway, type Asker, type TestGateway } from '../support/gateway.ts';
import { PORTAL_DOCUMENTS } from '../support/portal.ts';

/** The product over PostgreSQL, and over SQLite. */
let gateways: readonly [postgres: TestGateway, embedded: TestGateway];
beforeAll(async () => {
  // What is answered must not hang on how busy the machine is.
  const environment = { LIMIT_DELAY_MILLISECONDS: '60000' };
  gateways = [
    await startTestGateway({ environment }),
    await startTestGateway({ environment, stores: 'embedded' }),
  ];
});
afterAll(() => Promise.all(gateways.map((it) => it.close())));

const ASKERS: readonly (Asker | null)[] = [
  null,
  { partner: 'GB', scopes: ['devices:sync'] },
  { partner: 'US', tags: ['US-DOD'], scopes: ['devices:sync'] },
  { partner: 'NZ', subject: 'operator', scopes: ['catalogue:operate'] },
];
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/**
 * The body of an answer, byte for byte, with the ids that were made at random as their order of appearance. What
 * is sealed over such an id is not asked for.
 */
async function textOf(
  gateway: TestGateway,
  asker: Asker | null,
  query: string,
  variables: unknown,
  ids: string[],
): Promise<string> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(asker ? { authorization: `Bearer ${await gateway.token(asker)}` } : {}),
    },
    body: JSON.stringify({ query, variables }).replace(
      /#(\d+)#/g,
      (_, index) => ids[Number(index)] ?? 'none',
    ),
  });
  return (await response.text()).replace(UUID, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `#${ids.indexOf(id)}#`;
  });
}

const made: readonly [string[], string[]] = [[], []];
/** The answer of both, which is the same. */
async function same(asker: Asker | null, query: string, variables: unknown = {}): Promise<string> {
  const [one, other] = await Promise.all(
    gateways.map((it, index) => textOf(it, asker, query, variables, made[index] as string[])),
  );
  expect(one, query).toBe(other);
  return one as string;
}

// Both at once, on whatever machine.
describe('the same answers, byte for byte', { timeout: 180_000 }, () => {
  it('to the documents of the portal, whoever asks', async () => {
    for (const { text } of PORTAL_DOCUMENTS) {
      for (const asker of ASKERS) {
        const variables = { ask: { level: `${asker?.partner ?? 'GB'}:S` }, first: 20, on: '2026-11-23' };
        for (const id of ['us-dod-jwcc', 'ms.azure-gov.key-vault', 'made-up']) {
          await same(asker, text, { ...variables, id });
        }
      }
    }
  });

  it('to every field, with texts that mean something to one dialect or the other', async () => {
    const texts = [
      'azure',
      'GB',
      "'",
      '"',
      '\\',
      '%',
      '_',
      'a\\%',
      '\u0000',
      'É',
      'ß',
      '🛰',
      'straße STRASSE',
      ' ',
    ];
    for (const text of texts) {
      for (const { query } of everyArgument(text)) await same(ASKERS[1] as Asker, query);
    }
  });

  it('to drawn searches and orders, page after page', async () => {
    const some = (...values: string[]) =>
      fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined });
    const word = fc.constantFrom('azure', 'Key', 'S3', 'é', 'data base', '1', 'snow', '%', '(', 'zz');
    const where = fc.record(
      {
        categories: some('database', 'compute', 'storage', 'security', 'edge-device'),
        providers: some('microsoft', 'aws', 'google', 'ovhcloud'),
        text: fc.option(word, { nil: undefined }),
        regions: some('usgovtexas', 'usdodcentral', 'eu-west-2'),
      },
      { requiredKeys: [] },
    );
    const drawn = fc.record({
      where,
      first: fc.constantFrom(1, 7, 50),
      orderBy: fc.constantFrom('NAME', 'PROVIDER'),
      asker: fc.constantFrom(...ASKERS),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ asker, ...variables }) => {
        let after: string | null = null;
        for (let page = 0; page < 3; page += 1) {
          const text = await same(
            asker,
            `query ($where: OfferingFilter, $orderBy: OfferingOrder!, $first: Int!, $after: String) {
              offerings(where: $where, orderBy: $orderBy, first: $first, after: $after) { totalCount
                pageInfo { hasNextPage endCursor } edges { cursor node { id name } } } }`,
            { ...variables, after },
          );
          const { pageInfo } = JSON.parse(text).data.offerings;
          if (!pageInfo.hasNextPage) break;
          after = pageInfo.endCursor as string;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('to every offer, with its decision', async () => {
    const asker = ASKERS[2] as Asker;
    const [one, other] = await Promise.all(
      gateways.map((it) => allOffers(it, asker, { level: 'US:S' }, { categories: ['database', 'ai'] })),
    );
    expect(one!.length).toBeGreaterThan(100);
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  });

  it('to lists in their orders: contracts, models, agreements, partners', async () => {
    const page = 'pageInfo { hasNextPage endCursor } totalCount';
    for (const asker of ASKERS) {
      for (const orderBy of ['ID', 'TITLE', 'START']) {
        let after: string | null = null;
        do {
          const text: string = await same(
            asker,
            `query ($after: String) { contracts(first: 13, orderBy: ${orderBy}, after: $after) { ${page} edges { cursor node {
              id title status holds { id } spend { totals { amount } } version derivedContracts { id } } } } }`,
            { after },
          );
          const list = JSON.parse(text).data?.contracts;
          after = list?.pageInfo.hasNextPage ? list.pageInfo.endCursor : null;
        } while (after !== null);
      }
      for (const orderBy of ['NAME', 'WEIGHT', 'STORAGE']) {
        await same(
          asker,
          `{ deviceModels(first: 28, orderBy: ${orderBy}) { ${page} edges { cursor node { id name } } } }`,
        );
      }
      await same(asker, `{ agreements(first: 100) { ${page} edges { cursor node { id name } } } }`);
      await same(asker, '{ partners { id name contracts(first: 2) { totalCount edges { node { id } } } } }');
    }
  });

  it('to what operators and devices write, to what they read then, and to what is refused', async () => {
    const [, gb, us, operator] = ASKERS as readonly Asker[];
    const mutate = (asker: Asker | undefined, name: string, input: object, select: string) => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      return same(asker!, `mutation ($input: ${type}!) { ${name}(input: $input) { ${select} } }`, { input });
    };
    const contract = {
      title: 'Ünïted cloud',
      kind: 'CONTRACT',
      buyer: 'GB',
      suppliers: ['aws', 'microsoft'],
    };
    const registered = 'contract { id title version status }';
    await mutate(operator, 'registerContract', { ...contract, clientMutationId: 'key 1' }, registered);
    await mutate(operator, 'registerContract', { ...contract, clientMutationId: 'key 1' }, registered);
    await mutate(
      operator,
      'registerContract',
      { ...contract, title: 'Other', clientMutationId: 'key 1' },
      registered,
    );
    await mutate(gb, 'registerContract', contract, registered);
    const id = 'contract_#0#';
    const hold = { reason: 'stopped', forum: 'a court', from: '2026-11-01', until: '2026-12-01' };
    await mutate(
      operator,
      'placeHold',
      { contract: id, expectedVersion: 1, ...hold },
      'hold { id reason } contract { version status }',
    );
    await mutate(
      operator,
      'placeHold',
      { contract: id, expectedVersion: 1, ...hold },
      'contract { version }',
    );
    const spend = {
      contract: id,
      expectedVersion: 2,
      reference: 'r',
      amount: '12.50',
      currency: 'GBP',
      from: '2026-01-01',
      until: '2026-02-01',
    };
    await mutate(
      operator,
      'recordSpend',
      spend,
      'recorded contract { version spend { totals { amount currency } } }',
    );
    await mutate(operator, 'recordSpend', { ...spend, expectedVersion: 3 }, 'recorded contract { version }');
    await mutate(operator, 'recordSpend', { ...spend, amount: '13', expectedVersion: 3 }, 'recorded');
    const read = `query { contract(id: "${id}") { title version status holds { id from until } spend { totals { amount } }
      suppliers { id } } }`;
    for (const asker of ASKERS) await same(asker, read);
    await same(
      operator!,
      `{ contract(id: "${id}") { audit(first: 10) { totalCount edges { node { action version viewer detail } } } } }`,
    );

    const device = { model: 'ms.ase-mini-r', name: 'Brücke', serialNumber: 'SN-1' };
    await mutate(gb, 'registerDevice', device, 'device { id name version }');
    await mutate(gb, 'registerDevice', device, 'device { id }');
    await mutate(us, 'registerDevice', device, 'device { id name }');
    const last = () => `dev_#${made[0].length - 1}#`;
    const entry = (sequence: number, quantity: string) => ({
      sequence,
      at: '2026-11-20T08:00:00.000Z',
      kind: 'USAGE',
      offering: 'ms.azure-gov.storage',
      quantity,
      unit: 'GB',
    });
    const synced = `acknowledgedThrough headDigest accepted duplicates gaps { from to } forks { sequence kept rejected reason }
      complete changes { kind field before after } device { usage { unit quantity entries } version }`;
    const own = last();
    await mutate(
      us,
      'syncDevice',
      { device: own, entries: [entry(1, '0.1'), entry(2, '0.2'), entry(5, '7')] },
      synced,
    );
    await mutate(
      us,
      'syncDevice',
      { device: own, entries: [entry(2, '0.3'), entry(3, '1'), entry(2, '0.3')] },
      synced,
    );
    await mutate(gb, 'syncDevice', { device: own, entries: [] }, synced);
    await mutate(
      us,
      'reportConnection',
      { device: own, connection: 'OFFLINE', at: '2026-11-23T11:00:00.000Z' },
      'device { connection offlineSince version }',
    );
    for (const asker of [gb!, us!]) {
      await same(
        asker,
        `{ viewer { devices(first: 5) { totalCount edges { node { id name connection journal(first: 10) { totalCount edges { node { sequence quantity payload } } } } } } } }`,
      );
    }
    expect(made[0].length).toBeGreaterThan(3);
  });
});
