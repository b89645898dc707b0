import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { anonymous, asPartner, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => void (subgraph = await hostInMemory(classificationSubgraph)));
afterAll(() => subgraph.close());

const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

describe('an authorisation', () => {
  test('shows what it permits, and each statement with its own provenance', async () => {
    const { authorisation } = await subgraph.data(
      anonymous,
      `{ authorisation(id: "DOD-IL6") { name authority jurisdiction { id } status statusWords permitsUpTo { id }
        requiredCategories permitsClassified facts { field statement provenance { status publicDocument sources { id } } }
        provenance { status sources { id } } } }`,
    );
    expect(authorisation).toMatchObject({
      authority: 'DISA',
      jurisdiction: { id: 'US' },
      status: 'IN_FORCE',
      permitsUpTo: [{ id: 'US:S' }],
      permitsClassified: true,
      provenance: { status: 'VERIFIED', sources: [{ id: 'US-IL6' }] },
    });
    const personnel = authorisation.facts.find((it: any) => it.field === 'personnel');
    expect(personnel.provenance).toEqual({
      status: 'UNVERIFIED',
      publicDocument: 'DoD Cloud Computing SRG',
      sources: [],
    });
  });

  test('has a status and dates that were read from its words', async () => {
    const { authorisations } = await subgraph.data(
      anonymous,
      '{ authorisations(jurisdiction: "KR") { id status statusWords inUseFrom announced } }',
    );
    expect(authorisations).toContainEqual({
      id: 'KR-NIS-SINGLE',
      status: 'ANNOUNCED',
      statusWords: 'ANNOUNCED 20 April 2026, full use from July 2027',
      inUseFrom: '2027-07',
      announced: '2026-04-20',
    });
    expect(ids(authorisations)).toEqual([...ids(authorisations)].sort());
    expect((await subgraph.data(anonymous, '{ authorisations { id } }'))['authorisations']).toHaveLength(41);
  });

  test('of unclassified clouds permits nothing classified', async () => {
    const { authorisations } = await subgraph.data(
      anonymous,
      '{ authorisations { id permitsClassified permitsUpTo { securityClassification } } }',
    );
    const unclassified = authorisations.filter((it: any) => !it.permitsClassified);
    expect(ids(unclassified)).toEqual(
      expect.arrayContaining(['DOD-IL5', 'FEDRAMP-REV5-HIGH', 'DE-C5', 'FR-SECNUMCLOUD']),
    );
    for (const { permitsUpTo } of unclassified)
      expect(permitsUpTo.every((level: any) => level.securityClassification === false)).toBe(true);
  });
});

describe('a clearance', () => {
  test('is listed with its grantor, lowest first', async () => {
    const { clearances } = await subgraph.data(
      anonymous,
      '{ clearances(grantor: "GB") { id grantor { id } order permitsUpTo { id } formal conditionalAccess } }',
    );
    expect(ids(clearances)).toEqual(['UK-BPSS', 'UK-AC', 'UK-CTC', 'UK-SC', 'UK-ESC', 'UK-DV', 'UK-EDV']);
    expect(clearances[3]).toEqual({
      id: 'UK-SC',
      grantor: { id: 'GB' },
      order: 3,
      permitsUpTo: { id: 'GB:S' },
      formal: true,
      conditionalAccess: 'occasional supervised TOP SECRET',
    });
  });

  test('issued by national authorities belongs to the organisation in whose name they issue it', async () => {
    const { clearance } = await subgraph.data(
      anonymous,
      '{ clearance(id: "NATO-PSC-NS") { grantor { id } issuedBy } }',
    );
    expect(clearance).toEqual({ grantor: { id: 'NATO' }, issuedBy: 'the national NSA' });
  });

  test('permits levels of its own scheme up to its own, and compares inside its grantor', async () => {
    const { clearance } = await subgraph.data(
      anonymous,
      `{ clearance(id: "UK-SC") { own: permits(level: "GB:S") { permits code } above: permits(level: "GB:TS") { permits code explanation }
        foreign: permits(level: "US:S") { permits code } compare(to: "UK-DV") foreigner: compare(to: "US-TS") } }`,
    );
    expect(clearance).toEqual({
      own: { permits: true, code: 'WITHIN_CLEARANCE' },
      above: {
        permits: false,
        code: 'ABOVE_CLEARANCE',
        explanation: expect.stringContaining('occasional supervised TOP SECRET'),
      },
      foreign: { permits: false, code: 'OTHER_SCHEME' },
      compare: 'LOWER',
      foreigner: 'NOT_COMPARABLE',
    });
  });
});

describe('a partner', () => {
  test('has schemes, agreements, memberships and clearances', async () => {
    const { _entities } = await subgraph.data(
      anonymous,
      `{ _entities(representations: [{ __typename: "Partner", id: "SE" }]) { ... on Partner { id schemes { id }
        then: agreements(on: "2023-01-01") { id } now: agreements { id } past: memberships(on: "2000-01-01") { id }
        memberships { id from until organisation { id } provenance { unverifiedFields } } clearances { id } } } }`,
    );
    const [sweden] = _entities;
    expect(ids(sweden.schemes)).toEqual(['SE', 'SE-2018']);
    expect(ids(sweden.then)).not.toContain('NATO-ASI-1997');
    expect(ids(sweden.now)).toEqual(
      expect.arrayContaining(['NATO-ASI-1997', 'EU-MS-2011', 'NORDIC-GSA-2010']),
    );
    expect(ids(sweden.past)).toEqual(['EU:SE']);
    expect(ids(sweden.memberships)).toEqual(['EU:SE', 'NATO:SE']);
    expect(ids(sweden.clearances)).toEqual(['SE-K3', 'SE-K2', 'SE-K1']);
  });

  test('that is an organisation has members', async () => {
    const { _entities, memberships } = await subgraph.data(
      anonymous,
      `{ _entities(representations: [{ __typename: "Partner", id: "NATO" }]) { ... on Partner { members(on: "2026-11-23") { member { id } } } }
        memberships(organisation: "NATO", on: "2026-11-23") { id } }`,
    );
    expect(_entities[0].members).toHaveLength(32);
    expect(memberships).toHaveLength(32);
  });
});

describe('entities', () => {
  test('are found by their keys, agreements and clearances of the same id apart; unknown ones are null', async () => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename
      ... on Scheme { id name } ... on Level { id gloss } ... on Equivalence { id } ... on Agreement { id name }
      ... on Authorisation { id } ... on Clearance { id name } } }`;
    const representations = [
      ['Scheme', 'GB'],
      ['Level', 'GB:S'],
      ['Equivalence', 'EQ-001'],
      ['Agreement', 'CZ-PT'],
      ['Authorisation', 'DOD-IL5'],
      ['Clearance', 'CZ-PT'],
      ['Agreement', 'UK-SC'],
      ['Level', 'GB:C'],
    ].map(([__typename, id]) => ({ __typename, id }));
    subgraph.forgetStatements();
    const { _entities } = await subgraph.data(asPartner('GB'), query, { representations });
    // One read for each type, however many are asked for.
    expect(subgraph.statements.length).toBeLessThanOrEqual(6);
    expect(_entities.map((it: any) => it && [it.__typename, it.id])).toEqual([
      ['Scheme', 'GB'],
      ['Level', 'GB:S'],
      ['Equivalence', 'EQ-001'],
      ['Agreement', 'CZ-PT'],
      ['Authorisation', 'DOD-IL5'],
      ['Clearance', 'CZ-PT'],
      null,
      null,
    ]);
    expect(_entities[3].name).not.toBe(_entities[5].name);
  });

  test('are given to the gateway alone: no assertion, a forged one or that of another subgraph gets nothing', async () => {
    const query = '{ schemes { id } }';
    const other = await subgraph.assertion(asPartner('GB'), { subgraph: 'contracts' });
    const expired = await subgraph.assertion(asPartner('GB'), { lifetimeSeconds: -60 });
    for (const assertion of [undefined, 'x.y.z', other, expired])
      expect(await subgraph.hosted.execute({ query, variables: {}, assertion })).toBeNull();
  });

  test('tell nothing of a failure but that it happened', async () => {
    await using broken = await hostInMemory(classificationSubgraph);
    const assertion = await broken.assertion(anonymous);
    const context = await broken.hosted.contextFor(assertion, undefined);
    await (context!.store as { close(): Promise<void> }).close();
    const { errors } = await broken.ask(anonymous, '{ scheme(id: "GB") { id } }');
    expect(errors).toEqual([
      {
        message: 'This part of the answer could not be read.',
        path: ['scheme'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
  });

  test('may hold whatever characters their ids are asked with', async () => {
    for (const id of ["GB'; drop table scheme; --", '%', '_', '"', '\\', 'GB\u0000', '💥'])
      expect(
        await subgraph.data(
          anonymous,
          'query ($id: ID!) { scheme(id: $id) { id } clearances(grantor: $id) { id } }',
          { id },
        ),
      ).toEqual({
        scheme: null,
        clearances: [],
      });
  });
});
