import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classificationSubgraph } from '../../subgraphs/classification/index.ts';
import { anonymous, hostInMemory, type TestSubgraph } from '../support/subgraph.ts';

let subgraph: TestSubgraph;
beforeAll(async () => void (subgraph = await hostInMemory(classificationSubgraph)));
afterAll(() => subgraph.close());

interface VectorLabel {
  policy: string;
  level: string;
  text: string;
  cats?: string[];
  flags?: string[];
  rel?: string[] | 'ALL';
  nf?: boolean;
}

interface Vector {
  n: number;
  a: VectorLabel;
  b: VectorLabel;
  expected: string;
  recipients: string[];
  releasableA: boolean;
  reason: string;
  asOf: string;
  joinOf?: string[];
}

const { vectors } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../support/facts/marking-vectors.json'), 'utf8'),
) as { vectors: Vector[] };

/** A label of the vectors in the fields of the schema's input. */
function fieldsOf({ policy, level, cats, flags, rel, nf }: VectorLabel) {
  return {
    policy,
    level,
    categories: cats ?? null,
    controls: flags ?? null,
    releasableTo: rel === 'ALL' ? null : (rel ?? null),
    unrestricted: rel === 'ALL' ? true : null,
    noforn: nf ?? null,
  };
}

const VECTOR = `query ($a: LabelInput!, $b: LabelInput!, $to: [String!]!, $on: Date) {
  compareLabels(a: $a, b: $b, on: $on) { order a { valid findings { severity code message } } }
  releasable(label: $a, to: $to, on: $on) { releasable code explanation }
}`;

describe('the marking vectors', () => {
  test.each(vectors.map((it) => [it.n, it.reason, it] as const))(
    '%i hold through the schema, in fields: %s',
    async (_, __, { a, b, expected, recipients, releasableA, asOf }) => {
      const variables = { a: fieldsOf(a), b: fieldsOf(b), to: recipients, on: asOf };
      const data = await subgraph.data(anonymous, VECTOR, variables);
      expect(data['compareLabels'].order).toBe(expected);
      expect(data['releasable'].releasable).toBe(releasableA);
    },
  );

  // Where the text of a vector describes instead of marking, its fields alone tell what is meant.
  const written = vectors.filter(({ a, b }) => ![a, b].some((it) => /join|declared/.test(it.text)));
  test.each(written.map((it) => [it.n, it.a.text, it.b.text, it] as const))(
    '%i hold through the schema, as text: %s and %s',
    async (_, __, ___, { a, b, expected, recipients, releasableA, asOf }) => {
      const text = (it: VectorLabel) => ({ text: it.text, policy: it.policy });
      const variables = { a: text(a), b: text(b), to: recipients, on: asOf };
      const data = await subgraph.data(anonymous, VECTOR, variables);
      expect(data['compareLabels'].order).toBe(expected);
      expect(data['releasable'].releasable).toBe(releasableA);
    },
  );

  test.each(vectors.filter((it) => it.joinOf).map((it) => [it.n, it] as const))(
    '%i: the join of its portions is its label',
    async (_, { a, joinOf, asOf }) => {
      const { joinLabels } = await subgraph.data(
        anonymous,
        `query ($labels: [LabelInput!]!, $other: LabelInput!, $on: Date) {
          joinLabels(labels: $labels, on: $on) { code label { dominance(other: $other) } parts { valid } } }`,
        { labels: joinOf?.map((text) => ({ text, policy: 'US' })), other: fieldsOf(a), on: asOf },
      );
      expect(joinLabels).toMatchObject({ code: 'COMBINED', label: { dominance: 'EQUAL' } });
      expect(joinLabels.parts.every((part: any) => part.valid)).toBe(true);
    },
  );
});

describe('a label', () => {
  const PARSE = `query ($text: String!, $policy: ID, $on: Date) { parseLabel(text: $text, policy: $policy, on: $on) {
    valid findings { severity code message }
    label { policy levelKey scheme { id } level { id gloss } categories release releaseSet releasableTo uncertain obligations
      displayOnlyTo relido text portion: text(form: PORTION) dominance(other: { text: "S//NF" }) releasable(to: ["AUS"]) { releasable code unlock } } } }`;
  const parse = async (text: string, more: object = {}) =>
    (await subgraph.data(anonymous, PARSE, { text, ...more }))['parseLabel'];

  test('is read into its level, its release set and what travels with it', async () => {
    expect(await parse('SECRET//SI//ORCON/REL TO USA, FVEY')).toEqual({
      valid: true,
      findings: [],
      label: {
        policy: 'US',
        levelKey: 'S',
        scheme: { id: 'US' },
        level: { id: 'US:S', gloss: 'Secret' },
        categories: ['SI'],
        release: 'LISTED',
        releaseSet: ['USA', 'FVEY'],
        releasableTo: ['AUS', 'CAN', 'GBR', 'NZL', 'USA'],
        uncertain: [],
        obligations: ['ORCON'],
        displayOnlyTo: null,
        relido: false,
        text: 'SECRET//SI//ORCON/REL TO USA, FVEY',
        portion: '(S//SI//OC/REL TO USA, FVEY)',
        dominance: 'INCOMPARABLE',
        releasable: { releasable: true, code: 'IN_RELEASE_SET', unlock: null },
      },
    });
  });

  test('of a group reaches its members of the day', async () => {
    const before = await parse('NATO SECRET', { on: '2023-06-01' });
    const after = await parse('NATO SECRET', { on: '2024-06-01' });
    expect(before.label.releasableTo).toContain('FIN');
    expect(before.label.releasableTo).not.toContain('SWE');
    expect(after.label.releasableTo).toContain('SWE');
  });

  test('of foreign information has a policy and no scheme', async () => {
    const { label } = await parse('//DEU S');
    expect(label).toMatchObject({ policy: 'FGI:DEU', scheme: null, level: null, levelKey: 'S' });
  });

  test.each([
    ['S//NF//REL TO USA, GBR', 'NOFORN_EXCLUDES_REL'],
    ['S//REL TO AUS, GBR', 'REL_TO_MUST_LIST_USA_FIRST'],
    ['PURPLE//XYZ', 'UNKNOWN_MARKING'],
    ['', 'EMPTY_MARKING'],
  ])('that cannot be taken is explained and is never a label: %s', async (text, code) => {
    const reading = await parse(text);
    expect(reading).toMatchObject({ valid: false, label: null });
    expect(reading.findings).toContainEqual({ severity: 'ERROR', code, message: expect.any(String) });
  });

  test('may stand on a document only where it dominates the parts', async () => {
    const query = `query ($declared: LabelInput!) { checkDeclaredLabel(declared: $declared, parts: [{ text: "S" }, { text: "S//SI" }]) { sufficient code explanation } }`;
    const check = async (text: string) =>
      (await subgraph.data(anonymous, query, { declared: { text } }))['checkDeclaredLabel'];
    expect(await check('TS//SI')).toMatchObject({ sufficient: true, code: 'SUFFICIENT' });
    expect(await check('C')).toMatchObject({ sufficient: false, code: 'UNDER_MARKED' });
    expect(await check('NATO SECRET')).toMatchObject({ sufficient: false, code: 'NOT_COMPARABLE' });
    expect(await check('nonsense')).toMatchObject({ sufficient: false, code: 'INVALID_LABEL' });
  });

  test('and another meet in the greatest label that both dominate', async () => {
    const { meetLabels } = await subgraph.data(
      anonymous,
      '{ meetLabels(labels: [{ text: "TS//SI/TK//NF" }, { text: "S//SI//REL TO USA, GBR" }]) { code label { text } } }',
    );
    expect(meetLabels).toEqual({ code: 'COMBINED', label: { text: 'SECRET//SI//REL TO USA, GBR' } });
  });

  test.each([
    [{}, 'input: expected text, or policy and level'],
    [{ policy: 'US' }, 'input: expected text, or policy and level'],
    [{ text: 'S', noforn: true }, 'input.noforn: expected nothing beside text and policy'],
    [{ text: 'S'.repeat(1001) }, 'input.text: expected at most 1000 characters'],
    [
      { policy: 'US', level: 'U', unrestricted: true, releasableTo: ['GBR'] },
      'input.releasableTo: expected no list',
    ],
  ])('given in neither way, in both, or without bound is bad input: %j', async (input, message) => {
    const { errors } = await subgraph.ask(
      anonymous,
      'query ($input: LabelInput!) { label(input: $input) { valid } }',
      { input },
    );
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });
});
