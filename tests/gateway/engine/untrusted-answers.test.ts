import { describe, expect, it } from 'vitest';
import { federate, type Fault, type FixtureSubgraph } from '../../support/federation.ts';

const SECRET = 'postgres://user:password@10.0.0.7';

const SUBGRAPHS: Record<string, FixtureSubgraph> = {
  rows: {
    typeDefs: `
      type Query { rows: [Row!]! one: Row other: String thing: Thing }
      type Row @key(fields: "id") { id: ID! name: String }
      union Thing = Row | Fish
      type Fish @key(fields: "id") { id: ID! }
    `,
    resolvers: {
      Query: {
        rows: () => ['1', '2', '1', '3'].map((id) => ({ id, name: `row ${id}` })),
        one: () => ({ id: '2', name: 'row 2' }),
        other: () => 'other',
        thing: () => ({ __typename: 'Row', id: '2' }),
      },
    },
  },
  sizes: {
    typeDefs: `
      type Row @key(fields: "id") { id: ID! size: Int must: Int! list: [Int!] }
      type Fish @key(fields: "id") { id: ID! fins: Int }
    `,
    resolvers: {
      Row: {
        size: ({ id }: { id: string }) => Number(id) * 10,
        must: ({ id }: { id: string }) => Number(id),
        list: () => [1, 2],
      },
    },
  },
};

/** The fixture whose subgraph `sizes` answers what `fault` makes of its true answer. */
const faulty = (fault: Fault) =>
  federate(SUBGRAPHS, {
    fault: (request, ask) => (request.subgraph === 'sizes' ? fault(request, ask) : ask()),
  });
const entities =
  (change: (entities: unknown[]) => unknown): Fault =>
  async (_request, ask) => {
    const answer = (await ask()) as { data: { _entities: unknown[] } };
    return { data: { _entities: change(answer.data._entities) } };
  };

describe('entities that are not those that were asked for', () => {
  const NOTHING_JOINED = ['1', '2', '1', '3'].map((id) => ({ id, size: null }));

  it.each([
    ['fewer', (it: unknown[]) => it.slice(1)],
    ['more', (it: unknown[]) => [...it, it[0]]],
    ['none', () => []],
    ['no list', () => ({})],
    ['nothing', () => undefined],
  ])('are joined to nothing where there are %s', async (_what, change) => {
    const answer = await faulty(entities(change)).ask('{ rows { id size } other }');
    expect(answer.data).toEqual({ rows: NOTHING_JOINED, other: 'other' });
    expect(answer.errors).toEqual([
      {
        message: 'The subgraph sizes could not answer this part.',
        path: ['rows'],
        extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'sizes' },
      },
    ]);
  });

  it('are joined to nothing where they come in another order', async () => {
    const answer = await faulty(entities((it) => it.toReversed())).ask('{ rows { id size } }');
    // The one in the middle is where it belongs; the others are told apart by their keys.
    expect(answer.data).toEqual({
      rows: [
        { id: '1', size: null },
        { id: '2', size: 20 },
        { id: '1', size: null },
        { id: '3', size: null },
      ],
    });
    expect(answer.errors?.map((it) => it.path)).toEqual([
      ['rows', 0],
      ['rows', 2],
      ['rows', 3],
    ]);
  });

  it('are joined to nothing where one is of another type', async () => {
    const answer = await faulty(entities(([, ...rest]) => [{ __typename: 'Fish', fins: 2 }, ...rest])).ask(
      '{ rows { size } }',
    );
    expect(answer.data).toEqual({ rows: [{ size: null }, { size: 20 }, { size: null }, { size: 30 }] });
    expect(answer.errors?.map((it) => it.path)).toEqual([
      ['rows', 0],
      ['rows', 2],
    ]);
  });

  it('are null without an error where the subgraph does not know them', async () => {
    const answer = await faulty(entities(([, ...rest]) => [null, ...rest])).ask('{ rows { size } }');
    expect(answer).toEqual({ data: { rows: [{ size: null }, { size: 20 }, { size: null }, { size: 30 }] } });
  });

  it('are believed where the subgraph cannot repeat their keys', async () => {
    const fixture = federate({
      ...SUBGRAPHS,
      sizes: {
        ...(SUBGRAPHS['sizes'] as FixtureSubgraph),
        resolvers: {
          Row: { __resolveReference: ({ id }: { id: string }) => ({ size: Number(id) * 10 }) },
        },
      },
    });
    expect(await fixture.ask('{ rows { size } }')).toEqual({
      data: { rows: [{ size: 10 }, { size: 20 }, { size: 10 }, { size: 30 }] },
    });
    fixture.forget();
    await fixture.ask('{ rows { size } }');
    expect(fixture.requests.map((it) => it.query).join()).not.toContain('_key_');
  });

  it('are asked for once each', async () => {
    const fixture = federate(SUBGRAPHS);
    await fixture.ask('{ rows { size } }');
    expect(fixture.requests.at(-1)?.variables).toEqual({
      representations: ['1', '2', '3'].map((id) => ({ __typename: 'Row', id })),
    });
  });
});

describe('a subgraph that fails', () => {
  const fails: Fault = () => Promise.reject(new Error(SECRET));

  it('makes null what it owes and nothing else', async () => {
    const answer = await faulty(fails).ask('{ rows { name size } one { id size } other }');
    expect(answer.data).toEqual({
      rows: ['1', '2', '1', '3'].map((id) => ({ name: `row ${id}`, size: null })),
      one: { id: '2', size: null },
      other: 'other',
    });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(answer.errors?.every((it) => it.extensions?.['service'] === 'sizes')).toBe(true);
  });

  it('makes null what must not be, as far up as may be, and says so once', async () => {
    const answer = await faulty(fails).ask('{ one { id must } other }');
    expect(answer.data).toEqual({ one: null, other: 'other' });
    expect(answer.errors).toHaveLength(1);
    expect((await faulty(fails).ask('{ rows { must } other }')).data).toBeNull();
  });

  it('answers with errors of which codes for clients pass with their words, others without', async () => {
    const answer = await faulty(() => ({
      data: { _entities: [null, null, { size: null, _key_id: '3' }] },
      errors: [
        { message: SECRET, path: ['_entities', 0], extensions: { code: 'X', stack: SECRET } },
        { message: 'Not yours.', path: ['_entities', 1], extensions: { code: 'FORBIDDEN', secret: SECRET } },
        { message: SECRET, path: ['_entities', 2, 'size'] },
      ],
    })).ask('{ rows { s: size } }');
    expect(answer.data).toEqual({ rows: [{ s: null }, { s: null }, { s: null }, { s: null }] });
    const hidden = {
      message: 'The subgraph sizes could not answer this part.',
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'sizes' },
    };
    expect(answer.errors).toEqual([
      { ...hidden, path: ['rows', 0] },
      { ...hidden, path: ['rows', 2] },
      { message: 'Not yours.', path: ['rows', 1], extensions: { code: 'FORBIDDEN', service: 'sizes' } },
      { ...hidden, path: ['rows', 3, 's'] },
    ]);
  });

  it.each([
    ['text for a number', { size: 'x' }],
    ['a list for a number', { size: [1] }],
    ['a number too large', { size: 2 ** 40 }],
    ['a number for a list', { list: 1 }],
    ['a null in a list that has none', { list: [1, null] }],
  ])('breaks its schema with %s, and gets null with an error', async (_what, values) => {
    const [field] = Object.keys(values);
    const answer = await faulty(entities(() => [{ ...values, _key_id: '2' }])).ask(`{ one { ${field} } }`);
    expect(answer.data).toEqual({ one: { [field as string]: null } });
    expect(answer.errors?.map((it) => it.extensions?.['code'])).toEqual(['DOWNSTREAM_SERVICE_ERROR']);
  });

  it('cannot give objects of types that do not exist, or change what others gave', async () => {
    const answer = await faulty(
      entities(() => [
        { size: 1, name: 'changed', __proto__: { polluted: 1 }, constructor: 1, _key_id: '2' },
      ]),
    ).ask('{ one { size name } }');
    expect(answer).toEqual({ data: { one: { size: 1, name: 'row 2' } } });
  });
});

describe('names', () => {
  it('of the client’s can be any that GraphQL has', async () => {
    const fixture = federate(SUBGRAPHS);
    const answer = await fixture.ask(
      '{ __proto__: one { constructor: size hasOwnProperty: id __typename: name _key_id: must } }',
    );
    expect(JSON.stringify(answer)).toBe(
      '{"data":{"__proto__":{"constructor":20,"hasOwnProperty":"2","__typename":"row 2","_key_id":2}}}',
    );
  });

  it('of variables can be those that plans use', async () => {
    const fixture = federate({
      ...SUBGRAPHS,
      sizes: {
        typeDefs: `type Row @key(fields: "id") { id: ID! times(by: Int): Int }`,
        resolvers: { Row: { times: ({ id }: { id: string }, { by }: { by: number }) => Number(id) * by } },
      },
    });
    const { data } = await fixture.ask(
      'query ($representations: Int) { one { times(by: $representations) } }',
      {
        representations: 3,
      },
    );
    expect(data).toEqual({ one: { times: 6 } });
  });
});

describe('what a field requires', () => {
  const REQUIRING: Record<string, FixtureSubgraph> = {
    facts: {
      typeDefs: `type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! fact: Fact word: String words: [String] }
        type Fact { is: Int }`,
    },
    judge: {
      typeDefs: `type Thing @key(fields: "id") {
          id: ID! fact: Fact @external word: String @external words: [String] @external
          verdict: String @requires(fields: "fact { is } word words")
        }
        type Fact { is: Int @external }`,
      resolvers: { Thing: { verdict: (thing: object) => JSON.stringify(thing) } },
    },
  };
  const judged = ({ fact, ...thing }: { readonly fact?: unknown }) =>
    federate(REQUIRING, {
      fault: (request, ask) =>
        request.subgraph === 'facts' ? { data: { thing: { ...thing, _0_fact: fact } } } : ask(),
    }).ask('{ thing { verdict } }');
  const RIGHT = { id: '1', fact: { is: 1 }, word: 'a', words: ['b'] };

  it('is carried as it is', async () => {
    const { data } = (await judged(RIGHT)) as { data: { thing: { verdict: string } } };
    expect(JSON.parse(data.thing.verdict)).toMatchObject({ fact: { is: 1 }, word: 'a', words: ['b'] });
    const nothing = { id: '1', fact: null, word: null, words: null };
    const { data: none } = (await judged(nothing)) as { data: { thing: { verdict: string } } };
    expect(JSON.parse(none.thing.verdict)).toMatchObject({ fact: null, word: null, words: null });
  });

  it.each<[string, object]>([
    ['a list where an object is due', { fact: [{ is: 1 }] }],
    ['a text where an object is due', { fact: 'is: 1' }],
    ['a list where a text is due', { word: ['a'] }],
    ['an object where a text is due', { word: { a: 1 } }],
    ['a text where a list is due', { words: 'b' }],
    ['a list of lists where a list is due', { words: [['b']] }],
  ])('is unknown where a subgraph gives %s', async (_what, changed) => {
    const { data } = await judged({ ...RIGHT, ...changed });
    expect(data).toEqual({ thing: { verdict: null } });
  });
});
