import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATE } from '../../platform/identity/viewer.ts';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';
import { register, sync, syncing, usage } from './support.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await hostInMemory(devicesSubgraph);
});
afterAll(() => subgraph.close());

const DEVICE = `query ($id: ID!) { device(id: $id) { id name partner { id } serialNumber model { id name }
  connection offlineSince lastSyncAt acknowledgedThrough version registeredAt gaps { from to }
  forks { sequence } usage { unit } journal { totalCount } } }`;
const VIEWER = `query ($id: ID!, $first: Int, $after: String) { _entities(representations: [{ __typename: "Viewer", id: $id }]) {
  ... on Viewer { devices(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name } } } } } }`;
const REGISTER =
  'mutation ($input: RegisterDeviceInput!) { registerDevice(input: $input) { device { id } } }';
const RENAME = `mutation ($input: RenameDeviceInput!) { renameDevice(input: $input) { device { name version } } }`;
const REPORT = `mutation ($input: ReportConnectionInput!) { reportConnection(input: $input) {
  applied device { connection offlineSince version } } }`;

async function errorOf(viewer: Parameters<TestSubgraph['ask']>[0], query: string, input: object) {
  const answer = await subgraph.ask(viewer, query, { input });
  expect(answer.data ?? null).toBeNull();
  const error = answer.errors?.[0];
  return { code: error?.extensions?.['code'], message: error?.message };
}

describe('registering a device', () => {
  test('gives a unit of the model in the hands of the viewer’s partner', async () => {
    const id = await register(subgraph, syncing('GB'), { name: 'Bridge', serialNumber: 'SN-1' });
    const data = await subgraph.data(asPartner('GB'), DEVICE, { id });
    expect(data['device']).toEqual({
      id,
      name: 'Bridge',
      partner: { id: 'GB' },
      serialNumber: 'SN-1',
      model: { id: 'ms.ase-mini-r', name: 'Azure Stack Edge Mini R' },
      connection: 'UNKNOWN',
      offlineSince: null,
      lastSyncAt: null,
      acknowledgedThrough: 0,
      version: 1,
      registeredAt: '2026-11-23T12:00:00.000Z',
      gaps: [],
      forks: [],
      usage: [],
      journal: { totalCount: 0 },
    });
  });

  test('needs a token and the scope, or that of an operator', async () => {
    const input = { model: 'ms.ase-mini-r', name: 'Unit' };
    expect(await errorOf(anonymous, REGISTER, input)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await errorOf(asPartner('GB'), REGISTER, input)).toEqual({
      code: 'FORBIDDEN',
      message:
        'Mutation.registerDevice needs the scope catalogue:operate or devices:sync, which this token does not carry.',
    });
    await subgraph.data(asPartner('FR', { scopes: [OPERATE] }), REGISTER, { input });
  });

  test.each([
    [{ model: 'no.such', name: 'Unit' }, 'input.model: expected the id of a device model, got "no.such".'],
    [
      { model: 'ms.ase-mini-r', name: '  ' },
      'input.name: expected 1 to 120 characters on one line, got "  ".',
    ],
    [
      { model: 'ms.ase-mini-r', name: 'a\nb' },
      'input.name: expected 1 to 120 characters on one line, got "a\\nb".',
    ],
    [
      { model: 'ms.ase-mini-r', name: 'Unit', serialNumber: '' },
      'input.serialNumber: expected 1 to 80 characters on one line, got "".',
    ],
  ])('refuses %j with what was expected', async (input, message) => {
    expect(await errorOf(syncing('GB'), REGISTER, input)).toEqual({ code: 'BAD_USER_INPUT', message });
  });

  test('takes a serial number once a partner, and tells nothing of other partners’', async () => {
    await register(subgraph, syncing('NO'), { serialNumber: 'SN-7' });
    expect(
      await errorOf(syncing('NO'), REGISTER, { model: 'ms.ase-pro-r', name: 'Unit', serialNumber: 'SN-7' }),
    ).toMatchObject({ code: 'BAD_USER_INPUT' });
    await register(subgraph, syncing('SE'), { serialNumber: 'SN-7' });
  });
});

describe('another partner’s device', () => {
  test('is what a made-up id is, byte by byte, in every operation', async () => {
    const hidden = await register(subgraph, syncing('GB'), { name: 'Hidden' });
    const absent = `dev_${'0'.repeat(hidden.length - 4)}`;
    const viewer = syncing('AU');
    const operations: [string, (id: string) => Record<string, unknown>][] = [
      [DEVICE, (id) => ({ id })],
      [RENAME, (device) => ({ input: { device, name: 'Mine', version: 1 } })],
      [REPORT, (device) => ({ input: { device, connection: 'OFFLINE' } })],
      [
        'mutation ($input: SyncDeviceInput!) { syncDevice(input: $input) { accepted } }',
        (device) => ({ input: { device, entries: [usage(1)] } }),
      ],
      [
        `query ($id: ID!) { _entities(representations: [{ __typename: "Device", id: $id }]) {
          ... on Device { name usage { unit } journal { totalCount } } } }`,
        (id) => ({ id }),
      ],
    ];
    for (const [query, variables] of operations) {
      const [one, other] = [
        await subgraph.ask(viewer, query, variables(hidden)),
        await subgraph.ask(viewer, query, variables(absent)),
      ];
      expect(JSON.stringify(one), query).toBe(JSON.stringify(other));
      expect(JSON.stringify(one)).not.toContain('Hidden');
    }
    const unharmed = await subgraph.data(syncing('GB'), DEVICE, { id: hidden });
    expect(unharmed['device']).toMatchObject({ name: 'Hidden', connection: 'UNKNOWN', version: 1 });
  });

  test('leaves no trace in the list, its count or its pages', async () => {
    const mine = await register(subgraph, syncing('DK'), { name: 'Mine' });
    const alone = await subgraph.ask(asPartner('DK'), VIEWER, { id: 'DK:user', first: 1 });
    await register(subgraph, syncing('IS'), { name: 'A, before mine' });
    await register(subgraph, syncing('IS'), { name: 'Z, after mine' });
    expect(await subgraph.ask(asPartner('DK'), VIEWER, { id: 'DK:user', first: 1 })).toEqual(alone);
    expect(alone.data?.['_entities'][0].devices).toMatchObject({
      totalCount: 1,
      pageInfo: { hasNextPage: false },
      edges: [{ node: { id: mine } }],
    });
  });

  test('is nothing that the anonymous may ask for', async () => {
    const answer = await subgraph.ask(anonymous, DEVICE, { id: 'dev_1' });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('is not reached by another viewer’s id', async () => {
    const data = await subgraph.data(asPartner('AU'), VIEWER, { id: 'GB:user' });
    expect(data).toEqual({ _entities: [null] });
  });
});

describe('a partner’s list of devices', () => {
  test('comes by name, page by page, in as many statements for 28 as for 10', async () => {
    const viewer = syncing('NL');
    const ids: string[] = [];
    for (let place = 0; place < 30; place += 1) {
      const model = place % 2 === 0 ? 'ms.ase-mini-r' : 'ms.ase-pro-r';
      const id = await register(subgraph, viewer, { model, name: `Unit ${String(place).padStart(2, '0')}` });
      await sync(subgraph, viewer, id, [usage(1), usage(3)]);
      ids.push(id);
    }
    const query = `query ($first: Int, $after: String) { _entities(representations: [{ __typename: "Viewer", id: "NL:user" }]) {
      ... on Viewer { devices(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node {
        id model { name } usage { quantity } gaps { from to } forks { sequence }
        journal(first: 1) { totalCount edges { node { sequence } } } } } } } } }`;
    const ask = async (first: number, after: string | null = null) => {
      subgraph.forgetStatements();
      const data = await subgraph.data(viewer, query, { first, after });
      return { devices: data['_entities'][0].devices, statements: subgraph.statements.length };
    };
    const ten = await ask(10);
    const most = await ask(28);
    expect(most.statements).toBe(ten.statements);
    expect(ten.statements).toBeLessThanOrEqual(7);
    const rest = await ask(20, ten.devices.pageInfo.endCursor);
    const listed = [...ten.devices.edges, ...rest.devices.edges].map(
      (edge: { node: { id: string } }) => edge.node.id,
    );
    expect(listed).toEqual(ids);
    expect(rest.devices).toMatchObject({ totalCount: 30, pageInfo: { hasNextPage: false } });
    expect(ten.devices.edges[3].node).toEqual({
      id: ids[3],
      model: { name: 'Azure Stack Edge Pro R' },
      usage: [{ quantity: '2' }],
      gaps: [{ from: 2, to: 2 }],
      forks: [],
      journal: { totalCount: 2, edges: [{ node: { sequence: 1 } }] },
    });
  });
});

describe('changing a device', () => {
  test('renames it at the version read, and at no other', async () => {
    const viewer = syncing('GB');
    const device = await register(subgraph, viewer);
    const data = await subgraph.data(viewer, RENAME, { input: { device, name: 'Aft', version: 1 } });
    expect(data['renameDevice']['device']).toEqual({ name: 'Aft', version: 2 });
    expect(await errorOf(viewer, RENAME, { device, name: 'Fore', version: 1 })).toMatchObject({
      code: 'CONFLICT',
    });
  });

  test('lets one of two simultaneous changes win', async () => {
    const viewer = syncing('GB');
    const device = await register(subgraph, viewer);
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name) => subgraph.ask(viewer, RENAME, { input: { device, name, version: 1 } })),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    const codes = answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions?.['code']);
    expect(codes).toEqual(['CONFLICT', 'CONFLICT']);
  });

  test('reports the connection, the later instant winning', async () => {
    const viewer = syncing('GB');
    const device = await register(subgraph, viewer);
    const report = async (connection: string, at: string, version?: number) =>
      (await subgraph.data(viewer, REPORT, { input: { device, connection, at, version } }))[
        'reportConnection'
      ];
    expect(await report('OFFLINE', '2026-11-20T08:00:00Z')).toEqual({
      applied: true,
      device: { connection: 'OFFLINE', offlineSince: '2026-11-20T08:00:00.000Z', version: 2 },
    });
    expect(await report('OFFLINE', '2026-11-21T08:00:00Z')).toEqual({
      applied: true,
      device: { connection: 'OFFLINE', offlineSince: '2026-11-20T08:00:00.000Z', version: 2 },
    });
    expect(await report('ONLINE', '2026-11-20T09:00:00Z')).toMatchObject({
      applied: false,
      device: { connection: 'OFFLINE', version: 2 },
    });
    expect(await report('ONLINE', '2026-11-22T08:00:00Z', 2)).toEqual({
      applied: true,
      device: { connection: 'ONLINE', offlineSince: null, version: 3 },
    });
    const stale = { device, connection: 'OFFLINE', at: '2026-11-22T09:00:00Z', version: 1 };
    expect(await errorOf(viewer, REPORT, stale)).toMatchObject({ code: 'CONFLICT' });
    const ahead = { device, connection: 'OFFLINE', at: '2026-11-24T00:00:00Z' };
    expect(await errorOf(viewer, REPORT, ahead)).toEqual({
      code: 'BAD_USER_INPUT',
      message: 'input.at: expected an instant that is not ahead, got "2026-11-24T00:00:00.000Z".',
    });
  });
});
