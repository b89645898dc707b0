import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => void (subgraph = await hostInMemory(classificationSubgraph)));
afterAll(() => subgraph.close());

const LIST = `query ($where: AgreementFilter, $first: Int, $after: String) {
  agreements(where: $where, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } }
}`;
const list = async (where: object, first = 100) => {
  const { agreements } = await subgraph.data(anonymous, LIST, { where, first });
  return agreements.edges.map((edge: any) => edge.node.id) as string[];
};

describe('an agreement', () => {
  test('is shown with the words of its source and what was read of them', async () => {
    const { agreement } = await subgraph.data(
      anonymous,
      `{ agreement(id: "AUKUS-ENNPIA-2021") { kind signed inForceFrom datesVerified status statusWords
        supersededBy { id } scope scopeWords coverage levelsWords levelsCovered { id } namedParties { partner { id } membersOf { id } }
        provenance { status unverifiedFields } } }`,
    );
    expect(agreement).toMatchObject({
      kind: 'MULTILATERAL',
      signed: '2021-11-22',
      inForceFrom: '2022-02-08',
      status: 'SUPERSEDED',
      statusWords: 'SUPERSEDED by AUKUS-NNP-2024',
      supersededBy: { id: 'AUKUS-NNP-2024' },
      scope: 'LIMITED',
      scopeWords: 'naval nuclear propulsion',
      coverage: 'NOT_PUBLISHED',
      levelsWords: null,
      levelsCovered: [],
    });
  });

  test('lists the levels that its words name without doubt', async () => {
    const { agreement } = await subgraph.data(
      anonymous,
      '{ agreement(id: "EU-US-2007") { coverage levelsWords levelsCovered { id scheme { id } } } }',
    );
    expect(agreement.coverage).toBe('LISTED');
    expect(agreement.levelsWords).toMatch(/^CONFIDENTIAL to TOP SECRET/);
    expect(agreement.levelsCovered.map((it: any) => it.id)).toEqual([
      'EU:C',
      'EU:S',
      'EU:TS',
      'US:C',
      'US:S',
      'US:TS',
    ]);
  });

  test('of a group has the parties that belong to it on the day', async () => {
    const query = `query ($on: Date) { agreement(id: "EU-MS-2011") { parties(on: $on) { id } participants(on: $on) { partner { id } through { id } certain } } }`;
    const on = async (day: string) => (await subgraph.data(anonymous, query, { on: day }))['agreement'];
    const before = await on('2019-06-01');
    const today = await on('2026-11-23');
    const ids = (answer: any) => answer.parties.map((it: any) => it.id);
    expect(ids(before)).toContain('GB');
    expect(ids(before)).toHaveLength(28);
    expect(ids(today)).not.toContain('GB');
    expect(ids(today)).toHaveLength(27);
    expect(today.participants).toContainEqual({
      partner: { id: 'DE' },
      through: { id: 'EU' },
      certain: true,
    });
  });

  test('stands differently on different days', async () => {
    const query = `query ($id: ID!, $on: Date) { agreement(id: $id) { standing(on: $on) } }`;
    const standing = async (id: string, on?: string) =>
      (await subgraph.data(anonymous, query, { id, on }))['agreement'].standing;
    expect(await standing('NORDIC-GSA-2010', '2013-02-08')).toBe('NOT_YET_IN_FORCE');
    expect(await standing('NORDIC-GSA-2010', '2013-02-09')).toBe('IN_FORCE');
    expect(await standing('NORDIC-GSA-2010')).toBe('IN_FORCE');
    expect(await standing('EU-NO')).toBe('UNCERTAIN');
    expect(await standing('FVEY-UKUSA')).toBe('UNCERTAIN');
  });

  test('marks its dates as unverified where its source does not show them', async () => {
    const { agreement } = await subgraph.data(
      anonymous,
      '{ agreement(id: "EU-US-2007") { datesVerified provenance { status unverifiedFields } } }',
    );
    expect(agreement).toEqual({
      datesVerified: false,
      provenance: { status: 'VERIFIED', unverifiedFields: ['signed'] },
    });
  });
});

describe('the list of agreements', () => {
  test('finds a party itself and as a member of a group on the day', async () => {
    const today = await list({ party: 'DE', on: '2026-11-23' });
    expect(today).toEqual(expect.arrayContaining(['US-DE', 'EU-MS-2011', 'NATO-ASI-1997']));
    expect(today).not.toContain('EU-US-2007');
    expect(await list({ party: 'SE', on: '2024-01-01' })).not.toContain('NATO-ASI-1997');
    expect(await list({ party: 'SE', on: '2024-06-01' })).toContain('NATO-ASI-1997');
    expect(await list({ party: 'ZA' })).toEqual([]);
  });

  test('finds what the organisations of a party have agreed, where that is asked for', async () => {
    const found = await list({ party: 'DE', throughOrganisations: true });
    expect(found).toEqual(expect.arrayContaining(['EU-US-2007', 'US-DE', 'AU-NATO-2007']));
  });

  test('filters by status and kind, and leaves out what had not entered into force', async () => {
    expect(await list({ status: ['SUPERSEDED'] })).toEqual(['AUKUS-ENNPIA-2021']);
    expect(await list({ status: [] })).toEqual([]);
    expect(await list({ kind: 'MULTILATERAL', status: ['IN_FORCE'] })).toContain('NORDIC-GSA-2010');
    expect(await list({ kind: 'MULTILATERAL', on: '2010-01-01' })).not.toContain('NORDIC-GSA-2010');
    // Its date is not verified, so it may have begun earlier.
    expect(await list({ on: '2004-01-01' })).toContain('EU-NO');
  });

  test('comes in pages that together hold every row once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { agreements }: any = await subgraph.data(anonymous, LIST, { first: 25, after });
      expect(agreements.totalCount).toBe(108);
      seen.push(...agreements.edges.map((edge: any) => edge.node.id));
      if (!agreements.pageInfo.hasNextPage) break;
      after = agreements.pageInfo.endCursor;
    }
    expect(seen).toEqual([...seen].sort());
    expect(new Set(seen).size).toBe(108);
  });

  test('refuses a cursor of another filter or another viewer, and sizes beyond the bound', async () => {
    const { agreements } = await subgraph.data(anonymous, LIST, { first: 1 });
    const after = agreements.pageInfo.endCursor;
    for (const [viewer, variables] of [
      [anonymous, { after, where: { party: 'DE' } }],
      [asPartner('GB'), { after }],
      [anonymous, { after: 'made-up' }],
      [anonymous, { first: 101 }],
      [anonymous, { first: -1 }],
    ] as const) {
      const { errors } = await subgraph.ask(viewer, LIST, variables);
      expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
  });

  describe('costs as many statements for a long page as for a short one', () => {
    const PLAIN = `id name status standing parties { id } namedParties { partner { id } } provenance { status sources { id title } }`;
    // The first agreements cover no listed levels and none is superseded: such rows cost those reads once.
    const RICH = `${PLAIN} supersededBy { id name } levelsCovered { id name scheme { id name holder { id } } }`;
    test.each([
      ['plain', PLAIN, 10, 50, 4],
      ['rich', RICH, 50, 100, 7],
    ])('with %s fields', async (_, fields, short, long, atMost) => {
      const query = `query ($first: Int) { agreements(first: $first) { totalCount edges { node { ${fields} } } } }`;
      await subgraph.data(anonymous, query, { first: 1 });
      const cost = async (first: number) => {
        subgraph.forgetStatements();
        const { agreements } = await subgraph.data(anonymous, query, { first });
        expect(agreements.edges).toHaveLength(first);
        return subgraph.statements.length;
      };
      const few = await cost(short);
      expect(await cost(long)).toBe(few);
      expect(few).toBeLessThanOrEqual(atMost);
    });
  });

  test('of many partners costs as many statements as of one', async () => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Partner {
      id schemes { id } agreements { id provenance { sources { id } } } memberships { organisation { id } } members { member { id } } clearances { id } } } }`;
    const cost = async (...partners: string[]) => {
      subgraph.forgetStatements();
      const representations = partners.map((id) => ({ __typename: 'Partner', id }));
      await subgraph.data(anonymous, query, { representations });
      return subgraph.statements.length;
    };
    await cost('FR');
    expect(await cost('DE', 'GB', 'US', 'JP', 'NATO', 'SE')).toBe(await cost('DE'));
  });
});
