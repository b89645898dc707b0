import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('keys that overlap and nest', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { things: [Thing] }
          type Thing @key(fields: "id") @key(fields: "id owner { id }") { id: ID! owner: Owner }
          type Owner @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: {
            things: () => [
              { id: '1', owner: { id: 'x' } },
              { id: '1', owner: { id: 'y' } },
              { id: '2', owner: { id: 'x' } },
            ],
          },
        },
      },
      b: {
        typeDefs: `
          type Thing @key(fields: "id owner { id }") @key(fields: "code { part rest { tail } }") {
            id: ID! owner: Owner label: String code: Code
          }
          type Owner @key(fields: "id") { id: ID! name: String }
          type Code @shareable { part: Int! rest: Rest! }
          type Rest @shareable { tail: String! }
        `,
        resolvers: {
          Thing: {
            __resolveReference: ({ id, owner }: { id: string; owner: { id: string } }) => ({ id, owner }),
            label: ({ id, owner }: { id: string; owner: { id: string } }) => `${id} of ${owner.id}`,
            code: ({ id }: { id: string }) => ({ part: Number(id), rest: { tail: `t${id}` } }),
          },
          Owner: { name: ({ id }: { id: string }) => `Owner ${id}` },
        },
      },
      c: {
        typeDefs: `
          type Thing @key(fields: "code { part rest { tail } }") { code: Code! weight: Int }
          type Code @shareable { part: Int! rest: Rest! }
          type Rest @shareable { tail: String! }
        `,
        resolvers: { Thing: { weight: ({ code }: { code: { part: number } }) => code.part * 100 } },
      },
    },
    {
      'asks with all of a compound key': {
        query: '{ things { label owner { name } } }',
        gives: {
          things: [
            { label: '1 of x', owner: { name: 'Owner x' } },
            { label: '1 of y', owner: { name: 'Owner y' } },
            { label: '2 of x', owner: { name: 'Owner x' } },
          ],
        },
      },
      'goes over a subgraph that knows both keys': {
        query: '{ things { weight } }',
        gives: { things: [{ weight: 100 }, { weight: 100 }, { weight: 200 }] },
        asks: ['a', 'b', 'c'],
      },
      'keeps nested keys apart from aliases of the client': {
        query: '{ things { code: weight owner { id: name } id: label } }',
        gives: {
          things: [
            { code: 100, owner: { id: 'Owner x' }, id: '1 of x' },
            { code: 100, owner: { id: 'Owner y' }, id: '1 of y' },
            { code: 200, owner: { id: 'Owner x' }, id: '2 of x' },
          ],
        },
      },
    },
  );
});
