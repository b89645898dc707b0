import { describe } from 'vitest';
import { answers } from '../cases.ts';

/** Each subgraph knows a thing by the key before and by its own: nobody knows the first and the last. */
const link = (from: string, to: string, known: Readonly<Record<string, string | null>>) => ({
  typeDefs: `type Thing @key(fields: "${from}") @key(fields: "${to}") { ${from}: ID! ${to}: ID by_${to}: String }`,
  resolvers: {
    Thing: {
      __resolveReference: (given: Record<string, string>) => {
        const key = given[from] ?? Object.keys(known).find((it) => known[it] === given[to]);
        return key === undefined ? null : { [from]: key, [to]: known[key] };
      },
      [`by_${to}`]: (thing: Record<string, string>) => `${thing[from]} is ${thing[to]}`,
    },
  },
});

describe('keys that lead from one to the next', () => {
  answers(
    {
      first: {
        typeDefs: `type Query { things: [Thing] pairs: [[Thing]] } type Thing @key(fields: "a") { a: ID! }`,
        resolvers: {
          Query: {
            things: () => ['a1', 'a2', 'a3', 'a1'].map((a) => ({ a })),
            pairs: () => [
              [{ a: 'a1' }, null],
              [{ a: 'a2' }, { a: 'a1' }],
            ],
          },
        },
      },
      second: link('a', 'b', { a1: 'b1', a2: 'b2', a3: null }),
      third: link('b', 'c', { b1: 'c1', b2: null }),
      last: {
        typeDefs: `type Thing @key(fields: "c") { c: ID! end: String like: Thing } `,
        resolvers: {
          Thing: {
            end: ({ c }: { c: string }) => `end of ${c}`,
            like: ({ c }: { c: string }) => (c === 'c1' ? { c: 'c1' } : null),
          },
        },
      },
    },
    {
      'lead over all of them, as far as keys are there': {
        query: '{ things { a end } }',
        gives: {
          things: [
            { a: 'a1', end: 'end of c1' },
            { a: 'a2', end: null },
            { a: 'a3', end: null },
            { a: 'a1', end: 'end of c1' },
          ],
        },
        asks: ['first', 'second', 'third', 'last'],
      },
      'give what is asked on the way, and keys themselves': {
        query: '{ things { c by_c by_b } }',
        gives: {
          things: [
            { c: 'c1', by_c: 'b1 is c1', by_b: 'a1 is b1' },
            { c: null, by_c: 'b2 is null', by_b: 'a2 is b2' },
            { c: null, by_c: null, by_b: 'a3 is null' },
            { c: 'c1', by_c: 'b1 is c1', by_b: 'a1 is b1' },
          ],
        },
      },
      'lead all the way back from the end': {
        query: '{ things { like { by_b by_c a end } } }',
        gives: {
          things: [
            { like: { by_b: 'a1 is b1', by_c: 'b1 is c1', a: 'a1', end: 'end of c1' } },
            { like: null },
            { like: null },
            { like: { by_b: 'a1 is b1', by_c: 'b1 is c1', a: 'a1', end: 'end of c1' } },
          ],
        },
      },
      'lead out of lists of lists': {
        query: '{ pairs { end } }',
        gives: {
          pairs: [
            [{ end: 'end of c1' }, null],
            [{ end: null }, { end: 'end of c1' }],
          ],
        },
      },
    },
  );
});
