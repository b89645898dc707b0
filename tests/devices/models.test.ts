import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { devicesSubgraph } from '../../subgraphs/devices/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await hostInMemory(devicesSubgraph);
});
afterAll(() => subgraph.close());

interface Models {
  deviceModels: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    edges: { cursor: string; node: { id: string } }[];
  };
}

async function idsWhere(where: string): Promise<string[]> {
  const data = await subgraph.data<Models>(
    anonymous,
    `{ deviceModels(first: 100, where: ${where}) { edges { node { id } } } }`,
  );
  return data.deviceModels.edges.map(({ node }) => node.id);
}

describe('the search for device models', () => {
  test('finds the rugged device under 10 kg that works offline and is not discontinued', async () => {
    const query = `query Models { deviceModels(where: { offlineCapable: true, ruggedised: true, maxWeightKg: 10, discontinued: false }) { edges { node { id name weightKg lifecycle { status } } } } }`;
    expect(await subgraph.data(anonymous, query)).toEqual({
      deviceModels: {
        edges: [
          {
            node: {
              id: 'ms.ase-mini-r',
              name: 'Azure Stack Edge Mini R',
              weightKg: 3.2,
              lifecycle: { status: 'SUPPORTED' },
            },
          },
        ],
      },
    });
  });

  test('finds Snowcone as well when discontinued models are wanted', async () => {
    expect(await idsWhere('{ offlineCapable: true, ruggedised: true, maxWeightKg: 10 }')).toEqual([
      'aws.snowcone-hdd',
      'aws.snowcone-ssd',
      'ms.ase-mini-r',
    ]);
    expect(await idsWhere('{ maxWeightKg: 10, ruggedised: true, discontinued: true }')).toEqual([
      'aws.snowcone-hdd',
      'aws.snowcone-ssd',
    ]);
  });

  test('never takes an unpublished measure for one that meets a bound', async () => {
    const light = await idsWhere('{ maxWeightKg: 100000 }');
    expect(light).not.toContain('ms.data-box-100');
    expect(light).toContain('ms.data-box-heavy');
    expect(await idsWhere('{ minOfflineDays: 1 }')).not.toContain('google.gdc-appliance');
    expect(await idsWhere('{ minOfflineDays: 360 }')).toHaveLength(8);
    expect(await idsWhere('{ minOfflineDays: 361 }')).toEqual([]);
  });

  test('counts the largest configuration as the storage that can be had', async () => {
    expect(await idsWhere('{ minStorageTb: 525 }')).toEqual(['ms.data-box-heavy', 'ms.data-box-ng']);
  });

  test('keeps models closed to new customers apart from discontinued ones', async () => {
    const current = await idsWhere('{ discontinued: false, family: "aws snowball edge" }');
    expect(current.sort()).toEqual(['aws.snowball-co-gen2', 'aws.snowball-so-210']);
  });

  test('combines with provider and words, taken literally', async () => {
    expect(await idsWhere('{ provider: "google" }')).toHaveLength(2);
    expect(await idsWhere('{ text: "stack EDGE mini" }')).toEqual(['ms.ase-mini-r']);
    expect((await idsWhere('{ text: "_" }')).sort()).toEqual(['aws.snowball-co-gen2', 'aws.snowball-so-210']);
    for (const hostile of ['%', "'", '\\\\', 'a%r', "' or 1=1 --"]) {
      expect(await idsWhere(`{ text: "${hostile}" }`), hostile).toEqual([]);
    }
  });

  test.each([
    ['maxWeightKg: -1', 'where.maxWeightKg: expected a number from 0, got -1.'],
    ['minStorageTb: -0.5', 'where.minStorageTb: expected a number from 0, got -0.5.'],
    ['minOfflineDays: -3', 'where.minOfflineDays: expected a number from 0, got -3.'],
  ])('refuses %s with what was expected', async (bound, message) => {
    const answer = await subgraph.ask(anonymous, `{ deviceModels(where: { ${bound} }) { totalCount } }`);
    expect(answer.errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('pages of device models', () => {
  test.each(['NAME', 'WEIGHT', 'STORAGE'])('give every model once, ordered by %s', async (order) => {
    const query = `query ($after: String, $first: Int) {
      deviceModels(orderBy: ${order}, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } }
      } }`;
    const whole = await subgraph.data<Models>(anonymous, query, { first: 100 });
    const all = whole.deviceModels.edges.map(({ node }) => node.id);
    const paged: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page: Models = await subgraph.data<Models>(anonymous, query, { first: 3, after });
      expect(page.deviceModels.totalCount).toBe(28);
      paged.push(...page.deviceModels.edges.map(({ node }) => node.id));
      after = page.deviceModels.pageInfo.endCursor;
      if (!page.deviceModels.pageInfo.hasNextPage) break;
    }
    expect(new Set(paged).size).toBe(28);
    expect(paged).toEqual(all);
  });

  test('order by weight with the unknown last', async () => {
    const data = await subgraph.data<{ deviceModels: { edges: { node: { weightKg: number | null } }[] } }>(
      anonymous,
      '{ deviceModels(orderBy: WEIGHT, first: 100) { edges { node { weightKg } } } }',
    );
    const weights = data.deviceModels.edges.map(({ node }) => node.weightKg);
    const known = weights.filter((it) => it !== null);
    expect(weights.slice(0, known.length)).toEqual(known.toSorted((a, b) => a - b));
    expect(known).toHaveLength(16);
  });

  test('refuse a cursor of another filter', async () => {
    const data = await subgraph.data<Models>(
      anonymous,
      '{ deviceModels(first: 1) { pageInfo { endCursor } } }',
    );
    const answer = await subgraph.ask(
      anonymous,
      'query ($after: String) { deviceModels(after: $after, where: { ruggedised: true }) { totalCount } }',
      { after: data.deviceModels.pageInfo.endCursor },
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('read as much of the store for 28 models as for 10', async () => {
    const query = `query ($first: Int) { deviceModels(first: $first) { totalCount edges { node {
      id name provider { id } lifecycle { status } deviceAuthorisations { words }
      provenance { status sources { id title url } unverifiedFields } } } } }`;
    const statementsFor = async (first: number): Promise<number> => {
      subgraph.forgetStatements();
      await subgraph.data(anonymous, query, { first });
      return subgraph.statements.length;
    };
    const ten = await statementsFor(10);
    expect(await statementsFor(28)).toBe(ten);
    expect(ten).toBe(3);
  });
});

describe('a device model', () => {
  test('shows everything that is published of it', async () => {
    const data = await subgraph.data(
      anonymous,
      `{ deviceModel(id: "ms.ase-mini-r") {
        vcpu { smallest largest configurations } memoryGib { largest } storageTb { largest }
        accelerator { type model count { words minimum maximum } } weightKg weightLb formFactor
        ruggedised ruggedisedBy ruggedisation operatingTemperature { minimumCelsius maximumCelsius }
        maxOperatingAltitudeFt offlineCapable maxDisconnectedDays runsOffline notOffline syncMechanism
        provider { id } family eligibility { words } notes
        lifecycle { status publishedStatus endOfSale note } } }`,
    );
    expect(data['deviceModel']).toMatchObject({
      vcpu: { smallest: 24, largest: 24, configurations: [24] },
      memoryGib: { largest: 32 },
      storageTb: { largest: 0.75 },
      accelerator: { type: 'VPU', count: { words: '1', minimum: 1, maximum: 1 } },
      weightKg: 3.2,
      weightLb: 7,
      ruggedised: true,
      ruggedisedBy: 'STANDARD',
      ruggedisation: expect.stringContaining('MIL-STD-810G'),
      operatingTemperature: { minimumCelsius: 0, maximumCelsius: 40 },
      maxOperatingAltitudeFt: 15_000,
      offlineCapable: true,
      maxDisconnectedDays: null,
      notOffline: expect.arrayContaining(['Azure portal']),
      provider: { id: 'microsoft' },
      eligibility: null,
      lifecycle: { status: 'SUPPORTED', publishedStatus: 'supported', endOfSale: null },
    });
  });

  test('keeps the authorisations of the online service apart from those of the box', async () => {
    const data = await subgraph.data(
      anonymous,
      `{ edge: deviceModel(id: "ms.ase-pro-r") { ...held } rack: deviceModel(id: "google.gdc-airgapped-rack") { ...held } }
       fragment held on DeviceModel { deviceAuthorisedLevel
         deviceAuthorisations { words authorisation { id } } serviceAuthorisations { words authorisation { id } publishedScope } }`,
    );
    expect(data['edge']).toEqual({
      deviceAuthorisedLevel: null,
      deviceAuthorisations: [],
      serviceAuthorisations: [
        {
          words: 'FedRAMP High',
          authorisation: { id: 'FEDRAMP-REV5-HIGH' },
          publishedScope: 'online service',
        },
        {
          words: 'DoD CC SRG IL5',
          authorisation: { id: 'DOD-IL5' },
          publishedScope: 'online service, Azure Government',
        },
        {
          words: 'DoD CC SRG IL6',
          authorisation: { id: 'DOD-IL6' },
          publishedScope: 'online service, Azure Government Secret',
        },
      ],
    });
    expect(data['rack']).toEqual({
      deviceAuthorisedLevel: 'TOP SECRET',
      deviceAuthorisations: [
        { words: 'US Intelligence Community TOP SECRET', authorisation: null },
        { words: 'US Intelligence Community SECRET', authorisation: null },
        { words: 'DoD TOP SECRET', authorisation: null },
      ],
      serviceAuthorisations: [],
    });
  });

  test('has a status that depends on the day', async () => {
    const data = await subgraph.data(
      anonymous,
      `{ deviceModel(id: "aws.snowcone-hdd") { lifecycle {
        before: status(on: "2024-11-11") from: status(on: "2024-11-12") today: status } } }`,
    );
    expect(data['deviceModel']['lifecycle']).toEqual({
      before: 'AVAILABLE',
      from: 'DISCONTINUED',
      today: 'DISCONTINUED',
    });
  });

  test('names the fields that its sources do not show as the schema names them', async () => {
    const data = await subgraph.data(
      anonymous,
      `{ deviceModel(id: "aws.snowcone-hdd") { provenance { status unverifiedFields sources { id title publisher } } } }`,
    );
    expect(data['deviceModel']['provenance']).toEqual({
      status: 'VERIFIED',
      unverifiedFields: [
        'vcpu',
        'memoryGib',
        'storageTb',
        'weightKg',
        'weightLb',
        'ruggedisation',
        'ruggedised',
        'ingressProtection',
        'maxDisconnectedDays',
        'runsOffline',
      ],
      sources: [
        expect.objectContaining({
          id: 'AMAZON-WEB-SERVICES-SNOWBALL-API-REFERENCE',
          publisher: 'Amazon Web Services',
        }),
      ],
    });
  });

  test('is null where there is none, by query and by reference', async () => {
    const data = await subgraph.data(
      anonymous,
      `{ deviceModel(id: "no.such") { id } _entities(representations: [
        { __typename: "DeviceModel", id: "ms.ase-mini-r" }, { __typename: "DeviceModel", id: "no.such" },
        { __typename: "DeviceModel", id: "ms.ase-pro-r" }]) { ... on DeviceModel { name } } }`,
    );
    expect(data).toEqual({
      deviceModel: null,
      _entities: [{ name: 'Azure Stack Edge Mini R' }, null, { name: 'Azure Stack Edge Pro R' }],
    });
  });

  test('comes in one statement for any number of references', async () => {
    const ids = ['ms.ase-mini-r', 'ms.ase-pro-r', 'aws.snowcone-hdd', 'oracle.red-gen1'];
    subgraph.forgetStatements();
    await subgraph.data(
      asPartner('GB'),
      'query ($them: [_Any!]!) { _entities(representations: $them) { ... on DeviceModel { name } } }',
      { them: ids.map((id) => ({ __typename: 'DeviceModel', id })) },
    );
    expect(subgraph.statements).toHaveLength(1);
  });
});
