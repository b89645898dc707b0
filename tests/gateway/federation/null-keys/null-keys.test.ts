import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('keys and requirements that are null', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { rows: [Row] }
          type Row @key(fields: "id") { id: ID other: Other }
          type Other @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: {
            rows: () => [{ id: '1', other: { id: 'o' } }, { id: null, other: null }, null, { id: 'gone' }],
          },
        },
      },
      b: {
        typeDefs: `
          type Row @key(fields: "id") { id: ID note: String size: Int }
          type Other @key(fields: "id") { id: ID! name: String! }
        `,
        resolvers: {
          Row: {
            __resolveReference: ({ id }: { id: string }) =>
              id === '1' ? { id, note: 'one', size: null } : null,
          },
          Other: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Other ${id}` }) },
        },
      },
      c: {
        typeDefs: `
          type Row @key(fields: "id") {
            id: ID size: Int @external big: String @requires(fields: "size")
          }
        `,
        resolvers: { Row: { big: ({ size }: { size: unknown }) => `size ${String(size)}` } },
      },
    },
    {
      'asks nobody for an entity without a key, and joins nothing to one that is not known': {
        query: '{ rows { id note other { name } } }',
        gives: {
          rows: [
            { id: '1', note: 'one', other: { name: 'Other o' } },
            { id: null, note: null, other: null },
            null,
            { id: 'gone', note: null, other: null },
          ],
        },
      },
      'sends a requirement that is null, and none that is not known': {
        query: '{ rows { big } }',
        gives: { rows: [{ big: 'size null' }, { big: null }, null, { big: null }] },
      },
    },
  );
});
