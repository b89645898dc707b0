import { describe } from 'vitest';
import { answers } from '../cases.ts';

type Given = Readonly<Record<string, number | string | null>>;

describe('fields that require fields that require others', () => {
  answers(
    {
      base: {
        typeDefs: `
          type Query { things: [Thing!]! }
          type Thing @key(fields: "id") { id: ID! base: Int hidden: Int @inaccessible }
        `,
        resolvers: {
          Query: {
            things: () => [
              { id: '1', base: 1, hidden: 7 },
              { id: '2', base: null, hidden: null },
            ],
          },
          Thing: {
            __resolveReference: ({ id }: Given) => (id === '1' ? { id, base: 1 } : { id, base: null }),
          },
        },
      },
      double: {
        typeDefs: `
          type Thing @key(fields: "id") {
            id: ID! base: Int @external half: String @external
            double: Int @requires(fields: "base") back: String @requires(fields: "half")
          }
        `,
        resolvers: {
          Thing: {
            double: ({ base }: Given) => (base === null ? null : Number(base) * 2),
            back: ({ half }: Given) => `back from ${half}`,
          },
        },
      },
      text: {
        typeDefs: `
          type Thing @key(fields: "id") {
            id: ID! double: Int @external base: Int @external hidden: Int @external
            half: String @requires(fields: "double base") sum: Int @requires(fields: "hidden")
          }
        `,
        resolvers: {
          Thing: {
            half: ({ double, base }: Given) => `${double}/${base}`,
            sum: ({ hidden }: Given) => Number(hidden) + 1,
          },
        },
      },
    },
    {
      'come after all of them, back and forth between the same subgraphs': {
        query: '{ things { back } }',
        gives: { things: [{ back: 'back from 2/1' }, { back: 'back from null/null' }] },
        asks: ['base', 'double', 'text', 'double'],
      },
      'do not wait for what they do not require': {
        query: '{ things { sum double } }',
        gives: {
          things: [
            { sum: 8, double: 2 },
            { sum: 1, double: null },
          ],
        },
      },
      'are asked with what was not asked by the client, who sees nothing of it': {
        query: '{ things { half: id id: half base: double } }',
        gives: {
          things: [
            { half: '1', id: '2/1', base: 2 },
            { half: '2', id: 'null/null', base: null },
          ],
        },
      },
    },
  );
});
