import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsSubgraph } from '../../../subgraphs/contracts/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../../support/subgraph.ts';
import { errorOf, factsOf } from '../support/ask.ts';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await hostInMemory(contractsSubgraph);
});
afterAll(() => subgraph.close());

const gb = asPartner('GB');
/** The question of the reference clients, word for word. */
const CONTRACT =
  'query Contract($id: ID!, $on: Date) { contract(id: $id) { id title buyer { id } status(on: $on) holds { from until reason } ceiling { amount currency } } }';
const contract = async (id: string, on?: string) =>
  (await subgraph.data(gb, CONTRACT, { id, ...(on ? { on } : {}) })).contract;
const idsOf = (connection: { edges: { node: { id: string } }[] }) => connection.edges.map((it) => it.node.id);

describe('the JEDI contract', () => {
  it.each([
    ['2019-10-24', 'PLANNED'],
    ['2020-01-15', 'ACTIVE'],
    ['2020-02-12', 'ACTIVE'],
    ['2020-02-13', 'ON_HOLD'],
    ['2020-06-01', 'ON_HOLD'],
    ['2020-09-15', 'ON_HOLD'],
    ['2021-07-05', 'ON_HOLD'],
    ['2021-07-06', 'CANCELLED'],
    ['2026-11-23', 'CANCELLED'],
  ])('on %s is %s', async (on, status) => {
    expect(await contract('us-dod-jedi', on)).toEqual({
      id: 'us-dod-jedi',
      title: 'Joint Enterprise Defense Infrastructure (JEDI) Cloud',
      buyer: { id: 'US' },
      status,
      holds: [{ from: '2020-02-13', until: '2021-07-06', reason: 'bid protest and preliminary injunction' }],
      ceiling: { amount: '10000000000', currency: 'USD' },
    });
  });

  it('was replaced by JWCC', async () => {
    const { contract: jedi } = await subgraph.data(
      gb,
      '{ contract(id: "us-dod-jedi") { replacedBy { id replaces { id } } blueprint { id } derivedContracts { id } } }',
    );
    expect(jedi).toEqual({
      replacedBy: { id: 'us-dod-jwcc', replaces: { id: 'us-dod-jedi' } },
      blueprint: null,
      derivedContracts: [],
    });
  });
});

describe('other contracts', () => {
  it('expire by their published end whatever the source calls them', async () => {
    expect(await contract('uk-ccs-gcloud-14', '2026-10-28')).toMatchObject({ status: 'ACTIVE' });
    expect(await contract('uk-ccs-gcloud-14', '2026-10-29')).toMatchObject({ status: 'EXPIRED' });
  });

  it('are not on hold for a protest that stopped nothing', async () => {
    expect(await contract('us-cia-c2s', '2014-06-01')).toMatchObject({ status: 'ACTIVE', holds: [] });
    expect(await contract('il-nimbus', '2021-05-15')).toMatchObject({ status: 'ACTIVE', holds: [] });
  });

  it('have no status without a date', async () => {
    expect(await contract('de-delos')).toMatchObject({ status: null, ceiling: null });
  });

  it('read today when no day is asked', async () => {
    expect(await contract('au-dta-ms-vsa6')).toMatchObject({ status: 'ACTIVE' });
    expect(await contract('au-dta-ms-vsa6', '2026-06-30')).toMatchObject({ status: 'PLANNED' });
  });

  it('that do not exist are null', async () => {
    expect(await contract('us-dod-none')).toBeNull();
  });

  it('show every field that their sources fill', async () => {
    const query = `{ contract(id: "us-dod-jwcc") {
      kind kindWords conveysPurchase buyerBody buyerTags suppliersPublished awarded start end originalEnd cancelled
      suppliers { id name words role conditional verification provider { id } }
      references { number supplier verification } statusWords statusNote
      term { from until fromVerified untilVerified }
      options { periodYears baseYears optionYears callOffMaxMonths callOffExtensionMonths }
      proceedings { type hold } events { date what verification } ceilingNote estimate { min max currency }
      ceiling { amount currency basis originalAmount note verification }
      spend { records { amount } totals { amount currency } } remaining { amount } budgets { amount }
      levels { id } levelWords successorName priceWords dataLocation notes priceTerms { kind } version
      details { tacticalEdge beneficiary operationalBy sharedWith { id } partnersNamed { id } dataCentres instances
        supplierCount conditions { supplier deadline met } }
      provenance { status unverifiedFields sources { id title url publisher licence } }
    } }`;
    const { contract: jwcc } = await subgraph.data(gb, query);
    expect(jwcc).toMatchObject({
      kind: 'FRAMEWORK',
      buyerTags: ['US-DOD'],
      term: { from: '2022-12-08', until: '2028-06-09', fromVerified: false, untilVerified: false },
      options: { baseYears: 3, optionYears: 2, periodYears: null },
      levels: [{ id: 'US:U' }, { id: 'US:S' }, { id: 'US:TS' }],
      ceiling: {
        basis: 'CEILING',
        note: 'One ceiling shared by the four contracts; each guarantees USD 100,000.',
      },
      details: { tacticalEdge: true },
      remaining: null,
      priceTerms: null,
      version: null,
    });
    expect(jwcc.suppliers[1]).toEqual({
      id: 'google',
      name: 'Google Cloud',
      words: 'Google Support Services LLC',
      role: 'SUPPLIER',
      conditional: false,
      verification: 'VERIFIED',
      provider: { id: 'google' },
    });
    expect(jwcc.provenance.sources.map((it: { id: string }) => it.id)).toContain(
      'FEDSCOOP-PENTAGON-AWARDS-JWCC',
    );
  });

  it('point to no provider for technology partners and companies without offerings', async () => {
    const query = 'query ($id: ID!) { contract(id: $id) { suppliers { id provider { id } } } }';
    const { contract: delos } = await subgraph.data(gb, query, { id: 'de-delos' });
    expect(delos.suppliers).toEqual([
      { id: 'delos', provider: { id: 'delos' } },
      { id: 'microsoft', provider: null },
    ]);
    const { contract: canada } = await subgraph.data(gb, query, { id: 'ca-ssc-gc-cloud' });
    expect(canada.suppliers.find((it: { id: string }) => it.id === 'ibm')).toEqual({
      id: 'ibm',
      provider: null,
    });
  });

  it('show reported spend by period, and its total', async () => {
    const query =
      '{ contract(id: "ca-ssc-gc-cloud") { spend { records { period amount } totals { amount currency } } } }';
    expect((await subgraph.data(gb, query)).contract.spend).toEqual({
      records: [
        { period: 'FY2019-20', amount: '1400000' },
        { period: 'FY2021-22', amount: '103800000' },
      ],
      totals: [{ amount: '105200000', currency: 'CAD' }],
    });
  });
});

describe('the list of contracts', () => {
  const list = async (where: object, rest: object = {}) =>
    (
      await subgraph.data(
        gb,
        `query ($where: ContractFilter, $first: Int, $after: String, $orderBy: ContractOrder) {
          contracts(where: $where, first: $first, after: $after, orderBy: $orderBy) {
            totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } } }`,
        { where, first: 100, ...rest },
      )
    ).contracts;

  it('filters by buyer, supplier, kind, purchase, status and words', async () => {
    expect(idsOf(await list({ buyer: 'AU' }))).toEqual([
      'au-asd-ts-cloud',
      'au-dta-ms-vsa4',
      'au-dta-ms-vsa6',
    ]);
    expect(idsOf(await list({ supplier: 'sakura' }))).toEqual(['jp-digital-gov-cloud']);
    expect(idsOf(await list({ kind: ['QUALIFICATION', 'SOVEREIGN_OFFERING'] }))).toEqual(
      idsOf(await list({ conveysPurchase: false })),
    );
    expect(idsOf(await list({ status: ['ON_HOLD'], on: '2021-08-01' }))).toEqual(['us-nsa-wildandstormy']);
    expect(idsOf(await list({ text: 'G-CLOUD LOT4' }))).toEqual([
      'uk-ccs-gcloud-13-lot4',
      'uk-ccs-gcloud-14-lot4',
    ]);
    expect(idsOf(await list({ text: 'support services llc' }))).toEqual(['us-dod-jwcc']);
    expect((await list({ kind: [] })).totalCount).toBe(0);
    expect((await list({ status: [] })).totalCount).toBe(0);
  });

  it('does not take a technology partner for a supplier', async () => {
    expect(idsOf(await list({ supplier: 'microsoft' }))).not.toContain('de-delos');
  });

  it.each(['%', '_', '\\', "'", '" or 1=1 --'])('searches for %j as it stands', async (text) => {
    const { totalCount } = await list({ text });
    expect(totalCount).toBe(0);
  });

  it('pages through every contract once, in each order', async () => {
    for (const orderBy of ['ID', 'TITLE', 'START']) {
      const whole = idsOf(await list({}, { orderBy }));
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({}, { orderBy, first: 4, after });
        expect(page.totalCount).toBe(29);
        seen.push(...idsOf(page));
        after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(whole);
      expect(new Set(seen).size).toBe(29);
    }
  });

  it('refuses a cursor of another order, filter or viewer', async () => {
    const { pageInfo } = await list({}, { first: 2 });
    const query = `query ($after: String, $orderBy: ContractOrder, $where: ContractFilter) {
      contracts(after: $after, orderBy: $orderBy, where: $where) { totalCount } }`;
    const after = pageInfo.endCursor;
    for (const [viewer, variables] of [
      [gb, { after, orderBy: 'TITLE' }],
      [gb, { after, where: { buyer: 'GB' } }],
      [asPartner('FR'), { after }],
      [gb, { after: 'garbage' }],
    ] as const) {
      expect(errorOf(await subgraph.ask(viewer, query, variables))).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect((await subgraph.data(gb, query, { after })).contracts.totalCount).toBe(29);
  });

  it.each([-1, 101])('refuses a page of %i', async (first) => {
    const answer = await subgraph.ask(gb, `{ contracts(first: ${first}) { totalCount } }`);
    expect(errorOf(answer).code).toBe('BAD_USER_INPUT');
  });
});

describe('partners', () => {
  it('are public, by code', async () => {
    const { partner, partners, none } = await subgraph.data(
      anonymous,
      '{ partner(id: "GB") { id name kind } partners(kind: ORGANISATION) { id name } none: partner(id: "QQ") { id } }',
    );
    expect(partner).toEqual({ id: 'GB', name: 'United Kingdom', kind: 'COUNTRY' });
    expect(partners).toContainEqual({ id: 'NATO', name: 'North Atlantic Treaty Organization' });
    expect(none).toBeNull();
  });

  it('list their contracts in pages', async () => {
    const query = `query ($after: String) { partner(id: "GB") {
      contracts(first: 5, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id } } } } }`;
    const first = (await subgraph.data(gb, query)).partner.contracts;
    const second = (await subgraph.data(gb, query, { after: first.pageInfo.endCursor })).partner.contracts;
    expect([first.totalCount, first.edges.length, first.pageInfo.hasNextPage]).toEqual([11, 5, true]);
    expect(idsOf(second)[0]! > idsOf(first)[4]!).toBe(true);
  });
});

describe('nobody in particular', () => {
  it.each([
    '{ contract(id: "us-dod-jedi") { id } }',
    '{ contracts { totalCount } }',
    '{ partner(id: "GB") { contracts { totalCount } } }',
    '{ _entities(representations: [{ __typename: "Offering", id: "ms.azure-gov.key-vault" }]) { ... on Offering { listPrice { amount } } } }',
  ])('is told to identify for %s', async (query) => {
    expect(errorOf(await subgraph.ask(anonymous, query)).code).toBe('UNAUTHENTICATED');
  });

  it('reaches no contract as an entity', async () => {
    const query =
      '{ _entities(representations: [{ __typename: "Contract", id: "us-dod-jedi" }]) { ... on Contract { title } } }';
    expect(await subgraph.data(anonymous, query)).toEqual({ _entities: [null] });
  });
});

describe('the facts for the decision', () => {
  it('are those of the viewer’s own partner alone', async () => {
    const { contracts } = await factsOf(subgraph, 'AU');
    expect(contracts.map((it: { id: string }) => it.id)).toEqual([
      'au-asd-ts-cloud',
      'au-dta-ms-vsa4',
      'au-dta-ms-vsa6',
    ]);
    expect((await factsOf(subgraph, 'DK')).contracts).toEqual([]);
  });

  it('are not given for another viewer', async () => {
    const query =
      '{ _entities(representations: [{ __typename: "Viewer", id: "US:user" }]) { ... on Viewer { contractFacts { dataVersion } } } }';
    expect(await subgraph.data(gb, query)).toEqual({ _entities: [null] });
    expect(await subgraph.data(anonymous, query)).toEqual({ _entities: [null] });
  });

  it('carry dates, holds and what is known of each', async () => {
    const { contracts } = await factsOf(subgraph, 'US');
    const of = (id: string) => contracts.find((it: { id: string }) => it.id === id);
    expect(of('us-dod-jedi')).toEqual({
      id: 'us-dod-jedi',
      conveysPurchase: true,
      buyerTags: ['US-DOD'],
      suppliers: [{ provider: 'microsoft', verification: 'VERIFIED' }],
      suppliersPublished: true,
      term: { from: '2019-10-25', until: null, fromVerified: true, untilVerified: true },
      cancelledFrom: '2021-07-06',
      holds: [
        {
          id: 'us-dod-jedi.hold-1',
          from: '2020-02-13',
          until: '2021-07-06',
          fromVerified: true,
          untilVerified: true,
          reason: 'bid protest and preliminary injunction',
          forum: 'US Court of Federal Claims',
          verification: 'VERIFIED',
        },
      ],
      ceiling: { amount: '10000000000', currency: 'USD', remaining: null, verification: 'VERIFIED' },
      levels: ['US:U', 'US:S', 'US:TS'],
      levelsPublished: true,
      levelsVerification: 'UNVERIFIED',
      isOpen: true,
      verification: 'VERIFIED',
    });
    expect(of('us-navy-aws-bpa')).toMatchObject({
      term: { from: '2022-12', until: '2028-12' },
      levels: [],
      levelsPublished: false,
    });
    expect(of('us-cia-c2s').holds).toEqual([]);
  });

  it('do not count technology partners as suppliers', async () => {
    const { contracts } = await factsOf(subgraph, 'DE');
    const delos = contracts.find((it: { id: string }) => it.id === 'de-delos');
    expect(delos).toMatchObject({ conveysPurchase: false, suppliers: [{ provider: 'delos' }] });
  });

  it('have a version that is a digest of them', async () => {
    const [once, again, other] = [
      await factsOf(subgraph, 'GB'),
      await factsOf(subgraph, 'GB'),
      await factsOf(subgraph, 'US'),
    ];
    expect(once.dataVersion).toMatch(/^[0-9a-f]{16}$/);
    expect(again.dataVersion).toBe(once.dataVersion);
    expect(other.dataVersion).not.toBe(once.dataVersion);
  });

  it('take at most four statements', async () => {
    subgraph.forgetStatements();
    await factsOf(subgraph, 'US');
    expect(subgraph.statements.length).toBeLessThanOrEqual(4);
  });
});
