import { describe } from 'vitest';
import { answers } from '../cases.ts';

const THINGS = ['1', '2'];

/** Fields called what every object of JavaScript has by its nature. */
const subgraphs = {
  a: {
    typeDefs: `
      type Query { constructor: String toString(valueOf: Int): Int hasOwnProperty: Thing things: [Thing] }
      type Thing @key(fields: "id") { id: ID! constructor: Thing isPrototypeOf: Int }
    `,
    resolvers: {
      Query: {
        constructor: () => 'c',
        toString: (_: unknown, given: object) => (Object.hasOwn(given, 'valueOf') ? given.valueOf : null),
        hasOwnProperty: () => ({ id: '1' }),
        things: () => THINGS.map((id) => ({ id })),
      },
      Thing: { constructor: ({ id }: { id: string }) => ({ id }), isPrototypeOf: () => 3 },
    },
  },
  b: {
    typeDefs: `type Thing @key(fields: "id") { id: ID! valueOf: String propertyIsEnumerable: Thing }`,
    resolvers: {
      Thing: {
        valueOf: ({ id }: { id: string }) => `v${id}`,
        propertyIsEnumerable: ({ id }: { id: string }) => ({ id }),
      },
    },
  },
};

describe('names that every object has', () => {
  answers(subgraphs, {
    'are names of fields, arguments and variables like any other': {
      query: `query ($valueOf: Int, $constructor: Int) {
        constructor toString(valueOf: $valueOf) t: toString(valueOf: $constructor)
        hasOwnProperty { constructor { valueOf constructor { id } } propertyIsEnumerable { isPrototypeOf valueOf } }
      }`,
      variables: { valueOf: 5, constructor: 6 },
      gives: {
        constructor: 'c',
        toString: 5,
        t: 6,
        hasOwnProperty: {
          constructor: { valueOf: 'v1', constructor: { id: '1' } },
          propertyIsEnumerable: { isPrototypeOf: 3, valueOf: 'v1' },
        },
      },
    },
    'are aliases like any other': {
      query: '{ things { constructor { valueOf } toString: id hasOwnProperty: valueOf } }',
      gives: {
        things: THINGS.map((id) => ({
          constructor: { valueOf: `v${id}` },
          toString: id,
          hasOwnProperty: `v${id}`,
        })),
      },
    },
    'are of no variable that was not given': {
      query: 'query ($constructor: Int) { toString(valueOf: $constructor) }',
      gives: { toString: null },
    },
  });
});
