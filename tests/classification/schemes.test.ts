import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { anonymous, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => void (subgraph = await hostInMemory(classificationSubgraph)));
afterAll(() => subgraph.close());

const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

describe('schemes', () => {
  test('come in all their versions, each with its holder, its levels and its chains', async () => {
    const { schemes } = await subgraph.data(
      anonymous,
      `{ schemes(holder: "CA") { id holder { id } name levels { id } chains { id securityClassification } } }`,
    );
    expect(schemes).toHaveLength(1);
    expect(schemes[0]).toMatchObject({ id: 'CA', holder: { id: 'CA' } });
    expect(ids(schemes[0].levels)).toEqual(['CA:U', 'CA:PA', 'CA:PB', 'CA:PC', 'CA:C', 'CA:S', 'CA:TS']);
    expect(schemes[0].chains.map(ids)).toEqual([
      ['CA:U', 'CA:PA', 'CA:PB', 'CA:PC'],
      ['CA:U', 'CA:C', 'CA:S', 'CA:TS'],
    ]);
    expect(schemes[0].chains[0].every((it: any) => it.securityClassification === false)).toBe(true);
  });

  test('end on the day after the last day that their source names', async () => {
    const query = `query ($on: Date) { schemes(holder: "AU", on: $on) { id validFrom validUntil } }`;
    const older = { id: 'AU-2011', validFrom: '2011-07-19', validUntil: '2018-10-01' };
    const newer = { id: 'AU', validFrom: '2018-10-01', validUntil: null };
    const on = async (day?: string) => (await subgraph.data(anonymous, query, { on: day }))['schemes'];
    expect(await on('2018-09-30')).toEqual([older]);
    expect(await on('2018-10-01')).toEqual([newer]);
    expect(await on()).toEqual([newer, older]);
  });

  test('show what they rest on', async () => {
    const { scheme } = await subgraph.data(
      anonymous,
      `{ scheme(id: "GB") { verificationGrade provenance { status unverifiedFields sources { id title url publisher licence } } } }`,
    );
    expect(scheme).toMatchObject({ verificationGrade: 'primary', provenance: { status: 'VERIFIED' } });
    expect(ids(scheme.provenance.sources)).toContain('UK-SW14');
    for (const source of scheme.provenance.sources) expect(source.title).not.toBe('');
  });

  test('that do not exist are null', async () => {
    expect(await subgraph.data(anonymous, '{ scheme(id: "XX") { id } level(id: "GB:C") { id } }')).toEqual({
      scheme: null,
      level: null,
    });
  });
});

describe('levels', () => {
  const COMPARE = `query ($a: ID!, $b: ID!) {
    compare(a: $a, b: $b) { order explanation level { id } other { id } }
    level(id: $a) { compare(to: $b) { order explanation } }
  }`;

  test.each([
    ['GB:S', 'GB:S', 'EQUAL', 'GB:S and GB:S are the same level.'],
    ['GB:O', 'GB:S', 'LOWER', 'GB:O is below GB:S.'],
    ['CA:TS', 'CA:U', 'HIGHER', 'CA:TS is above CA:U.'],
    [
      'CA:PB',
      'CA:C',
      'NOT_COMPARABLE',
      'CA:PB and CA:C stand on different chains of CA, which have no order between them.',
    ],
    [
      'GB:S',
      'US:S',
      'NOT_COMPARABLE',
      'Levels of GB and US have no order between them; ask for the equivalents of GB:S.',
    ],
    [
      'ES:R',
      'PT:R',
      'NOT_COMPARABLE',
      'Levels of ES and PT have no order between them; ask for the equivalents of ES:R.',
    ],
  ])('%s stands to %s: %s', async (a, b, order, explanation) => {
    expect(await subgraph.data(anonymous, COMPARE, { a, b })).toEqual({
      compare: { order, explanation, level: { id: a }, other: { id: b } },
      level: { compare: { order, explanation } },
    });
  });

  test('that do not exist are named when they are compared', async () => {
    const { errors } = await subgraph.ask(anonymous, COMPARE, { a: 'GB:S', b: 'GB:C' });
    expect(errors?.map(({ message, extensions }) => [message, extensions?.['code']])).toContainEqual([
      'b: expected the id of a level, such as "GB:S", got "GB:C".',
      'BAD_USER_INPUT',
    ]);
  });

  const EQUIVALENTS = `query ($id: ID!, $authority: ID, $on: Date, $scope: String) {
    level(id: $id) { name gloss equivalents(authority: $authority, on: $on, scope: $scope) {
      level { id } relation meaning read code reliable scope explanation equivalence { id direction from { id } to { id } }
      provenance { status sources { id } } } }
  }`;
  const equivalents = async (variables: Record<string, unknown>) =>
    (await subgraph.data(anonymous, EQUIVALENTS, variables))['level'].equivalents;

  test('are read by their equivalences and never by their names', async () => {
    const found = await equivalents({ id: 'ES:R', authority: 'EU' });
    expect(found.map((it: any) => it.level?.id)).toContain('EU:S');
    const portuguese = await equivalents({ id: 'PT:R', authority: 'EU' });
    expect(portuguese.map((it: any) => it.level?.id)).toEqual(['EU:R']);
  });

  test('correspond within the scope of the instrument only', async () => {
    const scope = 'EUCI and national information exchanged in the EU interest';
    const [row] = await equivalents({ id: 'BG:S', authority: 'EU' });
    expect(row).toMatchObject({ level: { id: 'EU:S' }, reliable: false, code: 'SCOPE_LIMITED', scope });
    const [within] = await equivalents({ id: 'BG:S', authority: 'EU', scope });
    expect(within).toMatchObject({ reliable: true, code: 'RELIABLE', read: 'FORWARDS' });
    expect(ids(within.provenance.sources)).toEqual(['EU-APPB']);
    const [outside] = await equivalents({ id: 'BG:S', authority: 'EU', scope: 'anything else' });
    expect(outside).toMatchObject({ reliable: false, code: 'OUTSIDE_SCOPE' });
  });

  test('are read backwards in mutual rows only', async () => {
    const backwards = await equivalents({ id: 'EU:S', authority: 'BG' });
    expect(backwards).toMatchObject([
      { level: { id: 'BG:S' }, read: 'BACKWARDS', equivalence: { direction: 'MUTUAL' } },
    ]);
    const rows = (await subgraph.data(anonymous, EQUIVALENTS, { id: 'EU:S' }))['level'].equivalents;
    for (const row of rows.filter((it: any) => it.read === 'BACKWARDS'))
      expect(row.equivalence.direction).toBe('MUTUAL');
  });

  test('without a counterpart say so, with the reason', async () => {
    const found = await equivalents({ id: 'EU:R', authority: 'US' });
    expect(found).toMatchObject([{ level: null, meaning: 'NONE', reliable: false }]);
    expect(found[0].explanation).toMatch(/EU:R/);
  });
});
