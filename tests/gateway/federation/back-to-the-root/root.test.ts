import { beforeEach, describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

let count = 0;

/** Objects of one subgraph lead back to the root, to which another adds fields. */
const subgraphs = {
  a: {
    typeDefs: `
      type Query { users: [User!]! pets: [Pet!]! none: User counted: Int! }
      type Mutation { count: Counted! countTwice: Counted }
      type Counted { query: Query! by: Int! }
      type User @key(fields: "id") { id: ID! query: Query! maybe: Query }
      union Pet = Dog | Cat
      type Dog { query: Query! }
      type Cat { name: String query: Query }
    `,
    resolvers: {
      Query: {
        users: () => [
          { id: '1', maybe: null },
          { id: '2', maybe: {} },
        ],
        pets: () => [{ __typename: 'Dog' }, { __typename: 'Cat', name: 'Tom' }],
        none: () => null,
        counted: () => count,
      },
      Mutation: {
        count: () => ({ by: ++count }),
        countTwice: () => ({ by: (count += 2) }),
      },
      Counted: { query: () => ({}) },
      User: { query: () => ({}) },
      Dog: { query: () => ({}) },
      Cat: { query: () => ({}) },
    },
  },
  b: {
    typeDefs: `
      type Query { echo(x: Int): Int fails: Int failsHard: Int! }
      type User @key(fields: "id") { id: ID! name: String! }
    `,
    resolvers: {
      Query: {
        echo: (_: unknown, { x = 0 }: { x?: number }) => x,
        fails: () => {
          throw new Error('no');
        },
        failsHard: () => {
          throw new Error('no');
        },
      },
      User: { name: ({ id }: { id: string }) => `user ${id}` },
    },
  },
};

beforeEach(() => void (count = 0));

describe('a field that leads back to the root', () => {
  answers(subgraphs, {
    'gives what another subgraph has at the root': {
      query: '{ users { id query { echo(x: 3) } } }',
      gives: {
        users: [
          { id: '1', query: { echo: 3 } },
          { id: '2', query: { echo: 3 } },
        ],
      },
      asks: ['a', 'b'],
    },
    'gives entities below it, and leads back again': {
      query:
        'query ($x: Int) { users { q: query { u: users { name query { e: echo(x: $x) __typename } } } } }',
      variables: { x: 4 },
      gives: {
        users: ['1', '2'].map(() => ({
          q: {
            u: ['1', '2'].map((id) => ({ name: `user ${id}`, query: { e: 4, __typename: 'Query' } })),
          },
        })),
      },
    },
    'is null where its subgraph says so, and asks nobody where no object leads there': {
      query: '{ users { maybe { echo(x: 1) } } none { query { echo(x: 2) } } }',
      gives: { users: [{ maybe: null }, { maybe: { echo: 1 } }], none: null },
      asks: ['a', 'b'],
    },
    'stands below types that an object is of, and below those only': {
      query: '{ pets { ... on Dog { query { echo(x: 1) } } ... on Cat { name c: query { users { id } } } } }',
      gives: {
        pets: [{ query: { echo: 1 } }, { name: 'Tom', c: { users: [{ id: '1' }, { id: '2' }] } }],
      },
    },
    'obeys conditions': {
      query:
        'query ($yes: Boolean!, $no: Boolean!) { users { query @include(if: $yes) { echo(x: 1) @skip(if: $yes) counted @include(if: $yes) } maybe @include(if: $no) { counted } } }',
      variables: { yes: true, no: false },
      gives: { users: [{ query: { counted: 0 } }, { query: { counted: 0 } }] },
    },
    'answers introspection': {
      query: '{ users { query { __schema { queryType { name } } t: __type(name: "User") { name } } } }',
      gives: {
        users: ['1', '2'].map(() => ({
          query: { __schema: { queryType: { name: 'Query' } }, t: { name: 'User' } },
        })),
      },
    },
    'fails at each place where it stands': {
      query: '{ users { query { f: fails echo(x: 1) } } }',
      gives: { users: ['1', '2'].map(() => ({ query: { f: null, echo: 1 } })) },
      errors: [
        ['users', 0, 'query', 'f'],
        ['users', 1, 'query', 'f'],
      ],
    },
    'takes along what must not be null': {
      query: '{ users { maybe { failsHard } } }',
      gives: { users: [{ maybe: null }, { maybe: null }] },
      errors: [['users', 1, 'maybe', 'failsHard']],
    },
    'is asked after the mutation that leads there, and before the next one': {
      query:
        'mutation { first: count { by query { counted echo(x: 1) } } second: countTwice { by query { counted } } third: count { by } }',
      gives: {
        first: { by: 1, query: { counted: 1, echo: 1 } },
        second: { by: 3, query: { counted: 3 } },
        third: { by: 4 },
      },
    },
  });

  it('is shown with what is compiled', async () => {
    const fixture = federate(subgraphs);
    await fixture.ask('{ users { query { echo } } }');
    const [known] = fixture.engine.known();
    const compiled = await fixture.engine.prepare({ ...known, context: {} } as never);
    expect(compiled.describe().join('\n')).toContain('query below users.query');
  });

  it('gives each place values of its own, and none that are too deep to be written', async () => {
    let deep: unknown = 1;
    for (let levels = 0; levels < 50_000; levels++) deep = { deep };
    const value = JSON.parse('{ "__proto__": { "x": 1 }, "list": [[{ "y": 2 }]] }') as unknown;
    const given = [{}, {}].map(() => ({ query: { __typename: 'Query' } }));
    const fixture = federate(
      {
        a: {
          typeDefs:
            'scalar Any type Query { places: [Place!] deep: Any value: Any } type Place { query: Query }',
        },
      },
      {
        fault: ({ query }) => ({ data: query.includes('places') ? { places: given } : { deep, value } }),
      },
    );
    const { data, errors = [] } = await fixture.ask('{ places { query { deep value } } }');
    expect(JSON.stringify(data)).toBe(
      JSON.stringify({ places: given.map(() => ({ query: { deep: null, value } })) }),
    );
    expect(errors.map((it) => it.path)).toEqual([0, 1].map((it) => ['places', it, 'query', 'deep']));
  });
});
