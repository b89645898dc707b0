import { describe, expect, it } from 'vitest';
import { AnswerCache } from '../../../gateway/engine/compiled/cache/answer-cache.ts';
import { EntityCache } from '../../../gateway/engine/compiled/cache/entity-cache.ts';
import { federate, type FixtureSubgraph } from '../../support/federation.ts';

const MIB = 1024 * 1024;
const nested = (levels: number): unknown =>
  JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`);

/** What the subgraph `rows` answers, fields by the names that they have in queries. */
type Given = (query: string) => Record<string, unknown>;

const SUBGRAPHS: Record<string, FixtureSubgraph> = {
  rows: {
    typeDefs: `
      scalar Json
      type Query { value: Json other: Int rows: [Row!]! keyed: Keyed place: Place }
      type Row @key(fields: "id") { id: ID! value: Json place: Place root: Query }
      type Place { value: Json }
      type Keyed @key(fields: "value") { value: Json other: Int }
    `,
  },
  sizes: {
    typeDefs: `
      scalar Json
      type Row @key(fields: "id") {
        id: ID! value: Json @external place: Place @external
        size: String @requires(fields: "value") inner: String @requires(fields: "place { value }") copy: Json
      }
      type Place { value: Json @external }
      type Keyed @key(fields: "value") { value: Json size: Int }
    `,
    resolvers: {
      Row: {
        size: ({ value }: { value: unknown }) => JSON.stringify(value),
        inner: ({ place }: { place: { value: unknown } }) => JSON.stringify(place.value),
      },
    },
  },
};

/** Subgraphs of which `rows` answers what it is told, and `sizes` gives `copy` for every copy of a value. */
function over(given: Given, copy?: unknown, options: Partial<Parameters<typeof federate>[1]> = {}) {
  return federate(SUBGRAPHS, {
    ...options,
    fault: async ({ subgraph, query }, ask) => {
      if (subgraph === 'rows') return { data: given(query), cacheControl: 'max-age=60, public' };
      const answer = await ask();
      const entities = (answer.data as { _entities: Record<string, unknown>[] } | null)?._entities ?? [];
      for (const it of entities) if ('copy' in it) it['copy'] = copy;
      return { ...answer, cacheControl: 'max-age=60, public' };
    },
  });
}

/** A row under the names that `query` asks for it with. */
const row = (id: string, value: unknown, query = '') => ({
  id,
  value,
  [/(\w+):place\{/.exec(query)?.[1] ?? 'place']: { value },
  root: { __typename: 'Query' },
});

describe('values of scalars that a schema defines', () => {
  it('pass as they are', async () => {
    const value = { deep: [{ list: [1, 'two', null, true] }], levels: nested(200) };
    const fixture = over(() => ({ value, other: 1 }));
    expect(await fixture.ask('{ value other }')).toEqual({ data: { value, other: 1 } });
  });

  it('are given as they are to what requires them', async () => {
    const value = { deep: [nested(200)] };
    const text = JSON.stringify(value);
    const { data } = await over((query) => ({ rows: [row('1', value, query)] })).ask(
      '{ rows { size inner } }',
    );
    expect(data).toEqual({ rows: [{ size: text, inner: text }] });
  });
});

describe('values too deep to be written', () => {
  const DEEP = nested(100_000);
  const rows = (query: string) => [row('1', DEEP, query), row('2', 5, query), row('3', DEEP, query)];

  it('are none, with an error', async () => {
    const answer = await over(() => ({ value: DEEP, other: 1 })).ask('{ value other }');
    expect(answer.data).toEqual({ value: null, other: 1 });
    expect(answer.errors).toMatchObject([
      { path: ['value'], message: expect.stringContaining('cannot be represented as Json') },
    ]);
  });

  it.each([
    ['size', '5'],
    ['inner', '5'],
  ])('take what requires them, and nothing else (%s)', async (field, text) => {
    const answer = await over((query) => ({ rows: rows(query) })).ask(`{ rows { ${field} id } }`);
    expect(answer.data).toEqual({
      rows: [
        { [field]: null, id: '1' },
        { [field]: text, id: '2' },
        { [field]: null, id: '3' },
      ],
    });
    expect(answer.errors?.map((it) => it.path)).toEqual([
      ['rows', 0],
      ['rows', 2],
    ]);
  });

  it('are no keys', async () => {
    const answer = await over(() => ({ keyed: { value: DEEP, other: 1 } })).ask('{ keyed { size other } }');
    expect(answer.data).toEqual({ keyed: { size: null, other: 1 } });
    expect(answer.errors?.map((it) => it.path)).toEqual([['keyed']]);
  });

  it('are none below fields that lead back to the root', async () => {
    const given: Given = (query) =>
      query.includes('rows') ? { rows: rows(query) } : { place: { value: DEEP } };
    const { data, errors } = await over(given).ask('{ rows { root { place { value } } } }');
    expect(data).toEqual({ rows: [1, 2, 3].map(() => ({ root: { place: { value: null } } })) });
    expect(errors?.map((it) => it.path?.join('.'))).toEqual(
      [0, 1, 2].map((index) => `rows.${index}.root.place.value`),
    );
  });

  it('are not kept', async () => {
    const caches = {
      entities: new EntityCache(MIB),
      answers: new AnswerCache(MIB),
      viewing: () => ({ viewer: '', now: 0, versions: { current: () => undefined }, note: () => undefined }),
    };
    const fixture = over(() => ({ rows: [row('1', 1)] }), DEEP, { caches });
    for (let time = 0; time < 2; time++) {
      const { data, errors } = await fixture.ask('{ rows { copy } }');
      expect(data).toEqual({ rows: [{ copy: null }] });
      expect(errors?.map((it) => it.path)).toEqual([['rows', 0, 'copy']]);
    }
    expect(caches.entities.counts.entries).toBe(0);
  });
});
