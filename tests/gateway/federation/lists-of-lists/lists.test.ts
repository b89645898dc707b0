import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('lists of lists', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { grid: [[Cell]!] strict: [[Cell!]!] deep: [[[Cell]]] }
          type Cell @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: {
            grid: () => [[{ id: '1' }, null], [], [{ id: '2' }, { id: '1' }]],
            strict: () => [[{ id: '1' }], [{ id: '3' }]],
            deep: () => [[[{ id: '1' }], null], null, [[null]]],
          },
        },
      },
      b: {
        typeDefs: `type Cell @key(fields: "id") { id: ID! value: Int must: Int! }`,
        resolvers: {
          Cell: {
            value: ({ id }: { id: string }) => Number(id) * 10,
            must: ({ id }: { id: string }) => (id === '3' ? null : 1),
          },
        },
      },
    },
    {
      'are gone through to their ends': {
        query: '{ grid { value } deep { value } }',
        gives: {
          grid: [[{ value: 10 }, null], [], [{ value: 20 }, { value: 10 }]],
          deep: [[[{ value: 10 }], null], null, [[null]]],
        },
      },
      'become null as far up as nulls may not be': {
        query: '{ strict { must } }',
        gives: { strict: null },
        errors: [['strict', 1, 0, 'must']],
      },
    },
  );
});
