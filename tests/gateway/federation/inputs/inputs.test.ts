import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

const told = (_: unknown, given: object) => JSON.stringify(given);

/** Two subgraphs that take inputs, enums and arguments of which they do not know the same. */
const subgraphs = {
  a: {
    typeDefs: `
      type Query { a(filter: Filter, kind: Kind, kinds: [Kind!]): String shared(x: Int, only: Int): String @shareable }
      input Filter { first: Int = 3 text: String onlyA: Int nested: [Nested!] }
      input Nested { kind: Kind text: String onlyA: Boolean }
      enum Kind { SMALL LARGE ONLY_A }
      enum Shown { X Y }
    `,
    resolvers: { Query: { a: told, shared: told } },
  },
  b: {
    typeDefs: `
      type Query { b(filter: Filter, kind: Kind): String shared(x: Int): String @shareable shown: [Shown] }
      input Filter { first: Int = 3 text: String nested: [Nested!] onlyB: Int }
      input Nested { kind: Kind text: String }
      enum Kind { SMALL LARGE ONLY_B }
      enum Shown { Y Z }
    `,
    resolvers: { Query: { b: told, shared: told, shown: () => ['Y', 'Z'] } },
  },
};

describe('inputs of which subgraphs do not know the same', () => {
  answers(subgraphs, {
    'have what all of them know, as literals': {
      query:
        '{ a(filter: { text: "t", nested: [{ kind: SMALL }] }, kinds: LARGE) b(filter: { first: null }, kind: LARGE) }',
      gives: {
        a: '{"filter":{"first":3,"text":"t","nested":[{"kind":"SMALL"}]},"kinds":["LARGE"]}',
        b: '{"filter":{"first":null},"kind":"LARGE"}',
      },
    },
    'and as variables, with defaults of the operation': {
      query: `query ($filter: Filter, $kind: Kind = SMALL, $nested: [Nested!] = [{ text: "d" }], $none: Kind) {
        a(filter: $filter, kind: $kind) b(filter: { nested: $nested, text: null }, kind: $none)
      }`,
      variables: { filter: { nested: { text: 'one' } } },
      gives: {
        a: '{"filter":{"first":3,"nested":[{"text":"one"}]},"kind":"SMALL"}',
        b: '{"filter":{"first":3,"text":null,"nested":[{"text":"d"}]}}',
      },
    },
    'while enums that are only given have what any of them knows': {
      query: '{ shown s: shared(x: 1) }',
      gives: { shown: ['Y', 'Z'], s: '{"x":1}' },
    },
  });

  it.each([
    '{ a(filter: { onlyA: 1 }) }',
    '{ b(filter: { onlyB: 1 }) }',
    '{ a(filter: { nested: [{ onlyA: true }] }) }',
    '{ a(kind: ONLY_A) }',
    '{ b(kind: ONLY_B) }',
    '{ shared(only: 1) }',
  ])('have nothing that one of them does not know: %s', async (query) => {
    await expect(federate(subgraphs).ask(query)).rejects.toThrow();
  });

  it.each([{ filter: { onlyA: 1 } }, { filter: { nested: [{ kind: 'ONLY_A' }] } }])(
    'have nothing of it in variables either: %j',
    async (variables) => {
      const fixture = federate(subgraphs);
      const answer = await fixture.ask('query ($filter: Filter) { a(filter: $filter) }', variables);
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
      expect('data' in answer).toBe(false);
      expect(fixture.requests).toEqual([]);
    },
  );
});
