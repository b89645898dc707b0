import { describe } from 'vitest';
import { answers } from '../cases.ts';

const BOOK = { id: 'b1', isbn: 'i1', price: 5 };

describe('@requires behind a change of keys', () => {
  answers(
    {
      catalog: {
        typeDefs: `type Book @key(fields: "id") @key(fields: "isbn") { id: ID! isbn: String! price: Int }`,
        resolvers: { Book: { __resolveReference: () => BOOK } },
      },
      authors: {
        typeDefs: `
          type Query { author: Author }
          type Author { best: Book others: [Book] }
          type Book @key(fields: "isbn") { isbn: String! }
        `,
        resolvers: { Query: { author: () => ({ best: BOOK, others: [BOOK, null, BOOK] }) } },
      },
      stock: {
        typeDefs: `
          type Book @key(fields: "id") {
            id: ID! price: Int @external tax: Int @requires(fields: "price") level: Int
          }
        `,
        resolvers: { Book: { tax: ({ price }: { price: number }) => price * 2, level: () => 3 } },
      },
    },
    {
      'fetches the key and the requirement on the way': {
        query: '{ author { best { tax level } } }',
        gives: { author: { best: { tax: 10, level: 3 } } },
        asks: ['authors', 'catalog', 'stock'],
      },
      'does so in lists': {
        query: '{ author { others { tax } } }',
        gives: { author: { others: [{ tax: 10 }, null, { tax: 10 }] } },
      },
    },
  );
});
