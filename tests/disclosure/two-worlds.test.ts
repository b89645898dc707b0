import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Transport } from '../../gateway/transport/transport.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { partnerViewer, ANONYMOUS, OPERATE, SYNC_DEVICES } from '../../platform/identity/viewer.ts';
import { drawOperation, type Literals } from '../gateway/engine/support/operations.ts';
import type { Asker, TestGateway } from '../support/gateway.ts';
import { PORTAL_DOCUMENTS } from '../support/portal.ts';
import { ALL_HIDDEN, HIDDEN, isShown, startWorld } from '../support/hidden/worlds.ts';

/**
 * Two worlds: to whoever may not see a record, the catalogue that holds it answers as the catalogue that never
 * did, byte for byte, whatever is asked. One world holds all fictitious records; to each viewer it is compared
 * with a world that holds only what they may see.
 */

/** Each is asked on behalf of every viewer. */
const OPERATIONS = 1_000;
const API = buildSchema(readFileSync(join(projectRoot(), 'schema', 'api.graphql'), 'utf8'));

const VIEWERS: Readonly<Record<string, Asker | null>> = {
  'the anonymous': null,
  'a partner whose user has no clearance': { partner: 'GB', tags: ['GB-PUBLIC-SECTOR'] },
  'a partner whose user is cleared for some of it': { partner: 'GB', subject: 'cleared', clearance: 'GB:S' },
  'an operator of another partner': {
    partner: 'US',
    tags: ['US-DOD'],
    scopes: [OPERATE, SYNC_DEVICES],
    clearance: 'US:TS',
  },
  'a partner cleared in another scheme': { partner: 'AU', clearance: 'AU:TS', tags: ['AU-DEFENCE'] },
};
type Name = keyof typeof VIEWERS;
const NAMES = Object.keys(VIEWERS);

/** Puts records of their own into the world: cleared for everything that they register. */
const QUARTERMASTER: Asker = {
  partner: 'GB',
  subject: 'quartermaster',
  scopes: [OPERATE, SYNC_DEVICES],
  clearance: 'GB:TS',
  compartments: ['ATLAS', 'BEACON'],
};
const REGISTERED = { marking: 'GB:TS', releasableTo: ['GB'], compartments: ['ATLAS'] };

/** One gateway, behind which stands the one world or the other. */
let whole: TestGateway;
/** How the subgraphs of the world without what a viewer may not see are reached. */
const without = new Map<Name, Transport>();
let world: Transport | undefined;
const tokens = new Map<Name, string>();
const registered = { device: '', contract: '', cursor: '' };
const lesser = new Map<string, Promise<readonly [TestGateway, Transport]>>();

beforeAll(async () => {
  const clock = () => new Date('2026-11-23T12:00:00Z');
  whole = await startWorld(() => true, {
    clock,
    // How busy the machine is shall not show.
    environment: {
      LIMIT_CONCURRENCY: '0',
      LIMIT_DELAY_MILLISECONDS: '60000',
      REQUEST_SECONDS: '60',
      SUBGRAPH_SECONDS: '40',
    },
    around: (own) => ({ ...own, call: (subgraph, call) => (world ?? own).call(subgraph, call) }),
  });
  for (const [name, asker] of Object.entries(VIEWERS)) {
    const viewer = asker ? partnerViewer(asker.partner, 'user', [], [], asker) : ANONYMOUS;
    const shown = ALL_HIDDEN.filter((it) => isShown(it, viewer));
    const key = JSON.stringify(shown);
    const started = lesser.get(key) ?? startBehind((it) => isShown(it, viewer), clock);
    lesser.set(key, started);
    without.set(name, (await started)[1]);
    if (asker) tokens.set(name, await whole.token(asker));
  }
  await register();
}, 60_000);
afterAll(async () => {
  await whole.close();
  for (const [gateway] of await Promise.all(lesser.values())) await gateway.close();
});

async function startBehind(
  has: Parameters<typeof startWorld>[0],
  clock: () => Date,
): Promise<readonly [TestGateway, Transport]> {
  let transport: Transport | undefined;
  const gateway = await startWorld(has, {
    clock,
    around: (own) => (transport = own),
  });
  return [gateway, transport as unknown as Transport];
}

/** Registers a device and a contract that only their registrar may see. */
async function register(): Promise<void> {
  const { registerDevice } = await whole.data(
    QUARTERMASTER,
    'mutation($input: RegisterDeviceInput!) { registerDevice(input: $input) { device { id } } }',
    { input: { model: 'ms.ase-mini-r', name: 'Hidden unit', serialNumber: 'HIDDEN-1', label: REGISTERED } },
  );
  registered.device = registerDevice.device.id;
  const { registerContract } = await whole.data(
    QUARTERMASTER,
    'mutation($input: RegisterContractInput!) { registerContract(input: $input) { contract { id } } }',
    {
      input: {
        title: 'Hidden call-off',
        kind: 'FRAMEWORK',
        buyer: 'GB',
        suppliers: ['microsoft'],
        start: '2026-01-01',
        levels: ['GB:S'],
        blueprint: 'us-dod-jwcc',
        label: REGISTERED,
      },
    },
  );
  registered.contract = registerContract.contract.id;
  const { offerings } = await whole.data(QUARTERMASTER, '{ offerings(first: 1) { pageInfo { endCursor } } }');
  registered.cursor = offerings.pageInfo.endCursor;
}

/** Everything that comes back and that does not differ from request to request by its nature. */
async function bytesOf(name: Name, query: string, variables: object): Promise<string> {
  const token = tokens.get(name);
  const response = await fetch(`${whole.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const id = response.headers.get('x-request-id') ?? '';
  expect(id).not.toBe('');
  const headers = [...response.headers].filter(([it]) => it !== 'date' && it !== 'x-request-id');
  const body = (await response.text()).replaceAll(id, '(request id)');
  return `${response.status}\n${headers.map((it) => it.join(': ')).join('\n')}\n\n${body}`;
}

async function sameInBoth(name: Name, query: string, variables: object = {}): Promise<void> {
  const hidden = await bytesOf(name, query, variables);
  world = without.get(name);
  try {
    const absent = await bytesOf(name, query, variables);
    if (hidden !== absent) expect(hidden, `${name}: ${query} ${JSON.stringify(variables)}`).toBe(absent);
  } finally {
    world = undefined;
  }
}

const SERVICES = HIDDEN.services.map((it) => String(it['id']));
const MODELS = HIDDEN.devices.map((it) => String(it['id']));
const CONTRACTS = HIDDEN.contracts.map((it) => String(it['id']));
const quoted = (values: readonly string[]) => values.map((it) => JSON.stringify(it));
const ASK = { level: 'GB:S' };
const WORDS = ['fictitious', 'zebra', 'aardvark', 'otter', 'marmot', 'hidden', 'vault', ''];

/** What a drawn request names: what is hidden, what is there, what never was. */
const LITERALS = (): Literals => ({
  ID: quoted([
    ...SERVICES,
    ...MODELS,
    ...CONTRACTS,
    registered.device,
    registered.contract,
    'GB',
    'US:S',
    'microsoft',
    'aws.london',
    'ms.azure-gov',
    'ms.azure-gov.key-vault',
    'uk-ccs-aws-ogva-2',
    'us-dod-jwcc',
    'ms.ase-mini-r',
    'made-up',
  ]),
  String: quoted([...WORDS, 'GB', registered.cursor, 'Fictitious Edge', 'zoology']),
  Int: ['0', '1', '2', '3'],
  Boolean: ['true', 'false'],
  Date: ['"2026-11-23"', '"2020-06-01"'],
  CountryCode: ['"GB"', '"US"'],
  Ask: [
    '{ level: "GB:O" }',
    '{ level: "GB:S", contract: "uk-fictitious-marmot" }',
    '{ level: "US:S", deviceModel: "ms.fictitious-otter" }',
    '{ level: "US:U", offlineDays: 3 }',
    '{ level: "AU:P" }',
  ],
  OfferFilter: [
    '{}',
    '{ text: "fictitious" }',
    '{ categories: ["zoology"] }',
    '{ categories: ["security"], outcomes: [UNLOCKABLE] }',
    '{ environments: ["aws.london"] }',
    '{ providers: ["microsoft"], delivery: [DEVICE] }',
  ],
  OfferingFilter: [
    '{}',
    '{ text: "vault" }',
    '{ text: "fictitious zebra" }',
    '{ categories: ["zoology"] }',
    '{ environments: ["ms.azure-gov-secret"] }',
    '{ delivery: [DEVICE] }',
  ],
  ContractFilter: [
    '{}',
    '{ buyer: "GB" }',
    '{ text: "fictitious" }',
    '{ supplier: "microsoft", status: [ACTIVE] }',
    '{ conveysPurchase: true }',
  ],
  DeviceModelFilter: [
    '{}',
    '{ offlineCapable: true, maxWeightKg: 10 }',
    '{ family: "Fictitious Edge" }',
    '{ text: "otter" }',
  ],
  LabelInput: ['{ text: "UK OFFICIAL" }'],
});

/** Asked by name, where drawing would seldom get: each with what is hidden and with what never was. */
const NAMED = (): readonly (readonly [what: string, query: string, variables?: object])[] => {
  const ids = [...SERVICES, ...MODELS, ...CONTRACTS, registered.device, registered.contract];
  const operate = (mutation: string, input: string) =>
    `mutation($input: ${input}!) { ${mutation}(input: $input) { __typename } }`;
  return [
    ...PORTAL_DOCUMENTS.flatMap(({ name, text }) =>
      (text.includes('$id') ? ids : ['none']).map(
        (id) => [name, text, { id, ask: ASK, first: 50, on: '2026-11-23' }] as const,
      ),
    ),
    ...ids.flatMap((id) => [
      [
        'placing a hold',
        operate('placeHold', 'PlaceHoldInput'),
        { input: { contract: id, expectedVersion: 1, reason: 'r', forum: 'f', from: '2026-11-01' } },
      ] as const,
      [
        'recording spend',
        operate('recordSpend', 'RecordSpendInput'),
        {
          input: {
            contract: id,
            expectedVersion: 1,
            reference: 'x',
            amount: '1',
            currency: 'GBP',
            from: '2026-01-01',
            until: '2026-02-01',
          },
        },
      ] as const,
      [
        'renaming a device',
        operate('renameDevice', 'RenameDeviceInput'),
        { input: { device: id, name: 'n', version: 1 } },
      ] as const,
      [
        'syncing a device',
        operate('syncDevice', 'SyncDeviceInput'),
        { input: { device: id, entries: [] } },
      ] as const,
      [
        'registering a device of a model',
        operate('registerDevice', 'RegisterDeviceInput'),
        { input: { model: id, name: 'n' } },
      ] as const,
      [
        'a price',
        `{ offering(id: ${JSON.stringify(id)}) { id price { amount } listPrice { amount } } }`,
      ] as const,
    ]),
    [
      'prices of what is there',
      '{ offering(id: "aws.london.aws-lambda") { listPrice { amount } price(contract: "uk-ccs-aws-ogva-2") { amount contract { id } } } }',
    ],
    [
      'what replaced a contract',
      '{ contract(id: "us-dod-jwcc") { replacedBy { id } derivedContracts { id } blueprint { id } status } }',
    ],
    [
      'a partner’s contracts',
      '{ partner(id: "GB") { contracts(first: 100) { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }',
    ],
    [
      'a foreign cursor',
      'query($after: String) { offerings(first: 2, after: $after) { totalCount } }',
      { after: registered.cursor },
    ],
    [
      'every count',
      '{ categories { name offeringCount } environments { id offeringCount } offerings { totalCount } deviceModels(where: {}) { totalCount } contracts { totalCount } }',
    ],
    [
      'a statement',
      '{ offering(id: "ms.azure-gov.key-vault") { decision(ask: { level: "GB:S", on: "2026-11-23" }) { statement } } }',
    ],
    [
      'what environments are made of',
      '{ environments { id regions { id } provider { id } authorisations { words } publisherTerms { statement } } }',
    ],
    ['devices', '{ viewer { devices(first: 100) { totalCount edges { node { id name serialNumber } } } } }'],
  ];
};

describe('the catalogue with hidden records answers as the one without', () => {
  test('to requests that name what is hidden', async () => {
    for (const [, query, variables] of NAMED()) {
      for (const name of NAMES) await sameInBoth(name, query, variables);
    }
  }, 120_000);

  test(`to ${OPERATIONS * NAMES.length} drawn requests, every byte, header and status`, async () => {
    const literals = LITERALS();
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { query, variables } = drawOperation(g, API, literals, { depth: 3 });
        for (const name of NAMES) await sameInBoth(name, query, variables);
      }),
      { numRuns: OPERATIONS, endOnFailure: true },
    );
  }, 240_000);
});

describe('whom a label releases a record to', () => {
  test('sees it everywhere: the worlds differ in what they are compared by', async () => {
    const query = `{
      offerings(where: { text: "fictitious" }) { totalCount }
      contract(id: "uk-fictitious-marmot") { label { marking releasableTo } }
      deviceModel(id: "ms.fictitious-otter") { label { marking } }
      device(id: "${registered.device}") { name }
      viewer { devices { totalCount } offers(ask: { level: "GB:S" }) { totalCount } }
      offering(id: "aws.london.fictitious-aardvark") { label { marking } listPrice { amount } }
    }`;
    expect(await whole.data(QUARTERMASTER, query)).toMatchObject({
      offerings: { totalCount: 6 },
      contract: { label: { marking: 'GB:S', releasableTo: ['GB'] } },
      deviceModel: { label: { marking: 'GB:TS' } },
      device: { name: 'Hidden unit' },
      viewer: { devices: { totalCount: 1 } },
      offering: { label: { marking: 'GB:S' }, listPrice: { amount: '0.7700' } },
    });
  });

  test('registers a serial number that a device hidden from somebody has; they too', async () => {
    const register =
      'mutation($input: RegisterDeviceInput!) { registerDevice(input: $input) { device { serialNumber } } }';
    const input = { model: 'ms.ase-mini-r', name: 'Mine', serialNumber: 'HIDDEN-1' };
    const { errors } = await whole.ask(QUARTERMASTER, register, { input });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    const below = { partner: 'GB', subject: 'below', scopes: [SYNC_DEVICES] };
    const made = await whole.data(below, register, { input });
    expect(made.registerDevice.device.serialNumber).toBe('HIDDEN-1');
  });

  test('gives nothing a label beyond their own', async () => {
    const register =
      'mutation($input: RegisterDeviceInput!) { registerDevice(input: $input) { device { id } } }';
    const below = { partner: 'GB', subject: 'below', scopes: [SYNC_DEVICES], clearance: 'GB:S' };
    for (const label of [
      REGISTERED,
      { marking: 'GB:S', releasableTo: ['US'] },
      { marking: 'GB:S' },
      { marking: 'a level?' },
    ]) {
      const { errors } = await whole.ask(below, register, {
        input: { model: 'ms.ase-mini-r', name: 'n', label },
      });
      expect(errors?.[0]?.extensions?.['code'], JSON.stringify(label)).toBe('BAD_USER_INPUT');
    }
  });
});
