import { describe } from 'vitest';
import { answers } from '../cases.ts';

const unresolvable = (what: string) => () => {
  throw new Error(`${what} cannot be resolved here`);
};

describe('keys that do not resolve in a subgraph', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { things: [Thing!]! }
          type Thing @key(fields: "id", resolvable: false) @key(fields: "code { area number }", resolvable: false) {
            id: ID! code: Code! isHere: Boolean @shareable
          }
          type Code @shareable { area: String! number: Int! }
        `,
        resolvers: {
          Query: {
            things: () =>
              [1, 2].map((it) => ({ id: `t${it}`, code: { area: 'x', number: it }, isHere: true })),
          },
          Thing: { __resolveReference: unresolvable('Thing in a') },
        },
      },
      b: {
        typeDefs: `
          type Query { numbered: Thing }
          type Thing @key(fields: "id", resolvable: false) @key(fields: "code { area number }") {
            id: ID! code: Code! label: String other: Thing
          }
          type Code @shareable { area: String! number: Int! }
        `,
        resolvers: {
          Query: { numbered: () => ({ id: 't3', code: { area: 'y', number: 3 } }) },
          Thing: {
            __resolveReference: ({ code }: { code?: { number: number } }) =>
              code ? { id: `t${code.number}`, code } : unresolvable('Thing by id in b')(),
            label: ({ code }: { code: { area: string; number: number } }) => `${code.area}${code.number}`,
            other: () => ({ id: 't9', code: { area: 'z', number: 9 } }),
          },
        },
      },
      c: {
        typeDefs: `type Thing @key(fields: "id") { id: ID! price: Int isHere: Boolean @shareable }`,
        resolvers: {
          Thing: { price: ({ id }: { id: string }) => Number(id.slice(1)) * 10, isHere: () => false },
        },
      },
    },
    {
      'are not asked by: another key leads there': {
        query: '{ things { label isHere } }',
        gives: {
          things: [
            { label: 'x1', isHere: true },
            { label: 'x2', isHere: true },
          ],
        },
        asks: ['a', 'b'],
      },
      'lead away from it all the same': {
        query: '{ numbered { price isHere other { price label } } things { price } }',
        gives: {
          numbered: { price: 30, isHere: false, other: { price: 90, label: 'z9' } },
          things: [{ price: 10 }, { price: 20 }],
        },
      },
    },
  );
});
