import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

const subgraphs = {
  a: {
    typeDefs: `
      schema { query: Root }
      directive @note(text: String, of: Int) on FIELD
      type Root { a: Int self: Root args(list: [Int!], input: In, json: Json): Json }
      input In { x: Int = 3 y: [In!] }
      scalar Json
    `,
    resolvers: {
      Root: { a: () => 1, args: (_: unknown, args: object) => args },
    },
  },
  b: {
    typeDefs: `
      directive @note(text: String, of: Int) on FIELD
      type Query { b: Int }
    `,
    resolvers: { Query: { b: () => 2 } },
  },
};

describe('the root', () => {
  answers(subgraphs, {
    'answers its own name, under any alias, and asks nobody for it': {
      query: '{ __typename x: __typename }',
      gives: { __typename: 'Query', x: 'Query' },
      asks: [],
    },
    'answers introspection beside data, in the order asked': {
      query:
        'query ($name: String!) { a __type(name: $name) { name kind } b s: __schema { queryType { name } } }',
      variables: { name: 'In' },
      gives: {
        a: 1,
        __type: { name: 'In', kind: 'INPUT_OBJECT' },
        b: 2,
        s: { queryType: { name: 'Query' } },
      },
    },
    'passes arguments as they are written, with variables in them': {
      query:
        'query ($x: Int, $in: In, $j: Json) { p: args(input: {x: $x, y: [{}]}, list: 5) args(input: $in, json: {a: [$j]}) }',
      variables: { x: 7, in: { y: [{ x: 1 }] }, j: { deep: [null] } },
      gives: {
        p: { list: [5], input: { x: 7, y: [{ x: 3 }] } },
        args: { input: { x: 3, y: [{ x: 1 }] }, json: { a: [{ deep: [null] }] } },
      },
    },
  });

  it('passes directives of one’s own on to subgraphs', async () => {
    const fixture = federate(subgraphs);
    const { data } = await fixture.ask('query ($n: Int) { a @note(text: "x", of: $n) b }', { n: 4 });
    expect(data).toEqual({ a: 1, b: 2 });
    const sent = fixture.requests.find((one) => one.subgraph === 'a');
    expect(sent?.query).toContain('@note(text:"x" of:$n)');
    expect(sent?.variables).toEqual({ n: 4 });
  });
});
