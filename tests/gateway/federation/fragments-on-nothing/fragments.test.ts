import { describe } from 'vitest';
import { answers } from '../cases.ts';

const BOOK = { __typename: 'Book', id: '1', title: 'Emma' };

describe('fragments within fragments on types that no object there is of', () => {
  answers(
    {
      library: {
        typeDefs: `
          interface Node { id: ID! }
          interface Work implements Node @key(fields: "id") { id: ID! title: String }
          type Book implements Work & Node @key(fields: "id") { id: ID! title: String }
          type Film implements Work & Node @key(fields: "id") { id: ID! title: String }
          type Shelf implements Node { id: ID! room: Int }
          union Kept = Book | Shelf
          type Query { work: Work book: Book kept: [Kept!] }
        `,
        resolvers: {
          Query: {
            work: () => BOOK,
            book: () => BOOK,
            kept: () => [BOOK, { __typename: 'Shelf', id: '2', room: 3 }],
          },
          Work: { __resolveReference: () => BOOK },
        },
      },
      loans: {
        typeDefs: `
          type Query { reader: Reader }
          type Reader { works: [Work!] }
          type Work @interfaceObject @key(fields: "id") { id: ID! lent: Int }
        `,
        resolvers: { Query: { reader: () => ({ works: [{ id: '1' }] }) }, Work: { lent: () => 4 } },
      },
    },
    {
      'give nothing, and take nothing away': {
        query: '{ work { ... on Node { ... on Shelf { room } ... on Work { title lent } } } }',
        gives: { work: { title: 'Emma', lent: 4 } },
      },
      'give nothing behind interface objects': {
        query: '{ reader { works { ... on Node { ... on Shelf { room } ... on Work { title lent } } } } }',
        gives: { reader: { works: [{ title: 'Emma', lent: 4 }] } },
      },
      'may be all that is asked for': {
        query:
          '{ reader { works { ... on Node { ... on Shelf { room } } } } book { ... on Node { ... on Shelf { id } } } }',
        gives: { reader: { works: [{}] }, book: {} },
      },
      'leave names of types to be told': {
        query:
          '{ reader { works { ... on Node { ...None ... on Book { t: __typename } } } } } fragment None on Node { ... on Shelf { room } ... on Kept { ... on Shelf { id } ... on Book { id } } }',
        gives: { reader: { works: [{ id: '1', t: 'Book' }] } },
      },
      'count where objects are of them': {
        query:
          '{ kept { ... on Node { ... on Work { ... on Node { ... on Shelf { room } id } } ... on Shelf { room } } } }',
        gives: { kept: [{ id: '1' }, { room: 3 }] },
      },
    },
  );
});
