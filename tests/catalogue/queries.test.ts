import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueSubgraph } from '../../subgraphs/catalogue/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let catalogue: TestSubgraph;
beforeAll(async () => {
  catalogue = await hostInMemory(catalogueSubgraph);
});
afterAll(() => catalogue.close());

const read = async (query: string, variables?: Record<string, unknown>) =>
  catalogue.data(anonymous, query, variables);
const refused = async (query: string, variables?: Record<string, unknown>, viewer = anonymous) => {
  const { errors, data } = await catalogue.ask(viewer, query, variables);
  expect(errors).toHaveLength(1);
  return { code: errors?.[0]?.extensions?.['code'], message: errors?.[0]?.message as string, data };
};

const SEARCH = `query Search($where: OfferingFilter, $orderBy: OfferingOrder! = NAME, $first: Int! = 100) {
  offerings(where: $where, orderBy: $orderBy, first: $first) { totalCount edges { node { id name } } }
}`;
const search = async (where: Record<string, unknown>) => {
  const { offerings } = await read(SEARCH, { where });
  return offerings.edges.map((it: { node: { id: string } }) => it.node.id) as string[];
};

describe('an offering', () => {
  test('tells what the source says of it, with its sources', async () => {
    const { offering } = await read(`{
      offering(id: "ms.azure-gov.advisor") {
        id name category delivery regionScope country publishedLevel customers notes qualifiers marketplaceId
        corroboration { publisher marketplaceId listedAs covers }
        provider { id name }
        environment { id name aliases operatorCountry { id } operatorVerified lifecycle { status } }
        regions { id code country provenance { status } }
        authorisations { authorisation { id } words status scope from until provenance { status sources { id title } } }
        lifecycle { status }
        deviceModel { id }
        provenance { status unverifiedFields sources { id title url publisher } }
      }
    }`);
    expect(offering).toMatchObject({
      name: 'Advisor',
      category: 'management',
      delivery: 'REGION',
      regionScope: 'ENVIRONMENT',
      publishedLevel: 'IL5',
      corroboration: { listedAs: 'Azure Advisor', covers: 'FedRAMP High only' },
      provider: { id: 'microsoft', name: 'Microsoft' },
      environment: { id: 'ms.azure-gov', operatorCountry: { id: 'US' }, operatorVerified: false },
      lifecycle: { status: 'AVAILABLE' },
      deviceModel: null,
      provenance: { status: 'VERIFIED', sources: [{ id: 'MICROSOFT-AZURE-DYNAMICS-365-MICROSOFT-365' }] },
    });
    expect(offering.regions.map((it: { code: string }) => it.code)).toEqual([
      'usgovvirginia',
      'usgovarizona',
      'usgovtexas',
    ]);
    expect(offering.authorisations).toHaveLength(4);
  });

  test('that is a device tells its model, and no environment or lifecycle of its own', async () => {
    const { offering } = await read(
      `{ offering(id: "ms.ase-mini-r") { delivery category environment { id } lifecycle { status } deviceModel { id } provenance { sources { id } } } }`,
    );
    expect(offering).toMatchObject({
      delivery: 'DEVICE',
      category: 'edge-device',
      environment: null,
      lifecycle: null,
      deviceModel: { id: 'ms.ase-mini-r' },
    });
    expect(offering.provenance.sources.length).toBeGreaterThan(0);
  });

  test('that does not exist is null, as is one in whose place something else is', async () => {
    for (const id of ['made.up', 'ms.azure-gov', "' or 1=1 --", '%'])
      expect((await read('query ($id: ID!) { offering(id: $id) { id } }', { id }))['offering']).toBeNull();
  });

  test('is found by reference, in the order asked, null where there is none', async () => {
    const { _entities } = await read(
      `query ($them: [_Any!]!) { _entities(representations: $them) { __typename ... on Offering { id name } ... on Environment { id name } ... on Region { id name } ... on Provider { id name } } }`,
      {
        them: [
          { __typename: 'Offering', id: 'ms.azure-gov.advisor' },
          { __typename: 'Offering', id: 'made.up' },
          { __typename: 'Environment', id: 'aws.london' },
          { __typename: 'Region', id: 'microsoft.usgovtexas' },
          { __typename: 'Provider', id: 'ovhcloud' },
        ],
      },
    );
    expect(_entities.map((it: { name: string } | null) => it && it.name)).toEqual([
      'Advisor',
      null,
      'AWS Europe (London)',
      'US Gov Texas',
      'OVHcloud',
    ]);
  });
});

describe('the search', () => {
  test('which are IL6? every one that is said to hold it', async () => {
    const found = await search({ authorisations: ['DOD-IL6'] });
    expect(found).toHaveLength(74);
    expect(found.every((id) => id.startsWith('ms.azure-gov-secret.'))).toBe(true);
    expect(new Set(await search({ levels: ['il6'] }))).toEqual(new Set(found));
    expect(await search({ authorisations: ['DOD-IL6'], categories: ['database'] })).toEqual([
      'ms.azure-gov-secret.azure-cache-for-redis',
      'ms.azure-gov-secret.azure-cosmos-db',
      'ms.azure-gov-secret.azure-database-for-mysql',
      'ms.azure-gov-secret.sql-database',
    ]);
  });

  test('does not take what is sought, ended or left to the buyer for held', async () => {
    const held = await search({ authorisations: ['FR-SECNUMCLOUD'] });
    expect(held.some((id) => id.startsWith('s3ns.'))).toBe(true);
    // Scaleway's qualification is sought.
    expect(held.filter((id) => id.startsWith('scaleway.'))).toEqual([]);
    expect(await search({ authorisations: ['UK-NCSC-14'] })).toEqual([]);
    // Certified in 2018 on a list that ended in 2020.
    expect(await search({ authorisations: ['AU-IRAP-OS'] })).toEqual([]);
  });

  test.each([
    [{ text: 'KEY vault', environments: ['ms.azure-gov'] }, ['ms.azure-gov.key-vault']],
    [{ text: 'vault key', environments: ['Azure Government'] }, ['ms.azure-gov.key-vault']],
    [{ text: 'key vault', regions: ['usdodcentral'] }, ['ms.azure-gov-dod.key-vault']],
    [{ text: 'key vault', regions: ['microsoft.usdodcentral'] }, ['ms.azure-gov-dod.key-vault']],
    [{ text: 'mini r', delivery: ['DEVICE'] }, ['ms.ase-mini-r']],
    [{ text: 'mini r', delivery: 'DEVICE' }, ['ms.ase-mini-r']],
    [{ providers: ['cegedim'] }, ['cegedim.snc.cegnumcloud-secured-iaas']],
    [{ providers: ['S3NS'], categories: ['DATABASE'] }, ['s3ns.premi3ns.cloud-sql']],
  ])('%j finds %j', async (where, expected) => {
    expect(await search(where)).toEqual(expected);
  });

  test.each(['%', '_', "'; drop table offering; --", '\\', '"', '%%', 'a_b%c'])(
    'takes %j as letters',
    async (text) => {
      const found = await search({ text });
      for (const id of found) expect(`${id} ${JSON.stringify(await nameOf(id))}`).toContain(text);
      expect((await read('{ offerings { totalCount } }'))['offerings'].totalCount).toBe(2_518);
    },
  );
  const nameOf = async (id: string) =>
    (await read('query ($id: ID!) { offering(id: $id) { name } }', { id }))['offering'];

  test.each([
    ['categories', ['databases'], /where\.categories: expected one of ai, analytics.*got "databases"/],
    ['providers', ['azure'], /where\.providers: expected one of aws, /],
    ['environments', ['mars'], /where\.environments: expected the id or a name/],
    ['authorisations', ['IL6'], /where\.authorisations: expected an authorisation published.*DOD-IL6/],
    ['levels', ['IL9'], /where\.levels: expected the published level.*DoD CC SRG IL6/],
    ['regions', ['mars-1'], /where\.regions: expected the id or the code/],
  ])('refuses %s that name nothing, and says what would be taken', async (part, value, message) => {
    const answer = await refused(SEARCH, { where: { [part]: value } });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.message).toMatch(message);
  });
});

describe('environments, regions, providers and categories', () => {
  test('are listed, with the offerings they have', async () => {
    const answer = await read(`{
      environments { id name provider { id } offeringCount noneKnown { partner { id } reason }
        publisherTerms { customers { tag verified } exclusive statement note conflict provenance { status } } }
      regions { id country } providers { id name country { id } } categories { name offeringCount }
    }`);
    expect(answer['environments']).toHaveLength(73);
    expect(answer['regions']).toHaveLength(101);
    expect(answer['providers']).toHaveLength(15);
    const sum = (list: { offeringCount: number }[]) =>
      list.reduce((total, it) => total + it.offeringCount, 0);
    expect(sum(answer['categories'])).toBe(2_518);
    expect(sum(answer['environments'])).toBe(2_518 - 28);
    expect(answer['environments'].find((it: { id: string }) => it.id === 'ms.azure-gov-dod')).toMatchObject({
      offeringCount: 59,
      publisherTerms: { customers: [{ tag: 'US-DOD', verified: true }], exclusive: true },
    });
  });

  test('are found by id, null where there is none', async () => {
    const answer = await read(`{
      environment(id: "ms.azure-gov-secret") { name regions { id levels } }
      region(id: "amazon.us-isob-west-1") {
        name country announced notes levels highestLevel customers provider { id } environment { id }
      }
      dod: region(id: "microsoft.usdodeast") { customers il5ServiceCount }
      provider(id: "bleu") { name countryVerified }
      none: environment(id: "x") { id } nowhere: region(id: "x") { id } nobody: provider(id: "x") { id }
    }`);
    expect(answer).toMatchObject({
      environment: {
        name: 'Azure Government Secret',
        regions: [{ id: 'microsoft.azure-government-secret' }],
      },
      region: {
        country: 'US',
        announced: '2025-06-10',
        levels: ['SECRET', 'IL6'],
        highestLevel: 'IL6',
        customers: null,
        provider: { id: 'aws' },
        environment: { id: 'aws.secret' },
      },
      dod: { customers: 'US DoD only', il5ServiceCount: 59 },
      provider: { name: 'Bleu', countryVerified: false },
      none: null,
      nowhere: null,
      nobody: null,
    });
  });
});

describe('who asks', () => {
  test('is told to whoever carries a token, and to nobody else', async () => {
    const query = '{ viewer { id partner { id } tags } }';
    expect(await catalogue.data(asPartner('GB', { tags: ['GB-PUBLIC-SECTOR'] }), query)).toEqual({
      viewer: { id: 'GB:user', partner: { id: 'GB' }, tags: ['GB-PUBLIC-SECTOR'] },
    });
    expect(await refused(query)).toMatchObject({ code: 'UNAUTHENTICATED', data: { viewer: null } });
  });

  test('is nobody where a reference names another viewer', async () => {
    const query = `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Viewer { id tags } } }`;
    const them = ['GB:other', 'US:user', 'GB:user'].map((id) => ({ __typename: 'Viewer', id }));
    expect((await catalogue.data(asPartner('GB'), query, { them }))['_entities']).toEqual([
      null,
      null,
      { id: 'GB:user', tags: [] },
    ]);
    expect((await read(query, { them }))['_entities']).toEqual([null, null, null]);
  });

  test('has to be known for a decision', async () => {
    const query = `{ offering(id: "ms.azure-gov.advisor") { id decision(ask: { level: "GB:S" }) { outcome } } }`;
    expect(await refused(query)).toMatchObject({
      code: 'UNAUTHENTICATED',
      data: { offering: { id: 'ms.azure-gov.advisor', decision: null } },
    });
  });
});

describe('a requirement profile', () => {
  test('lists the offerings that share it, as many as it says', async () => {
    const { offering } = await read(
      `{ offering(id: "ms.azure-gov.advisor") { requirementProfile { id offeringCount } } }`,
    );
    const { id, offeringCount } = offering.requirementProfile;
    const { offerings } = await read(SEARCH, { where: { requirementProfiles: [id] } });
    expect(offerings.totalCount).toBe(offeringCount);
    expect(offeringCount).toBeGreaterThan(100);
  });

  test('that is not known is refused', async () => {
    const { code } = await refused(SEARCH, { where: { requirementProfiles: ['made-up'] } });
    expect(code).toBe('BAD_USER_INPUT');
  });
});
