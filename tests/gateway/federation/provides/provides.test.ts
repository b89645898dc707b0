import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('@provides', () => {
  answers(
    {
      reviews: {
        typeDefs: `
          type Query { reviews: [Review] top: Thing @provides(fields: "... on Book { title }") }
          type Review { author: Author @provides(fields: "name home { city }") plain: Author }
          type Author @key(fields: "id") { id: ID! name: String @external home: Home @external }
          type Home { city: String @external }
          interface Thing { id: ID! }
          type Book implements Thing @key(fields: "id") { id: ID! title: String @external }
        `,
        resolvers: {
          Query: {
            reviews: () => [
              { author: { id: '1', name: 'here', home: { city: 'Here' } }, plain: { id: '1' } },
            ],
            top: () => ({ __typename: 'Book', id: 'b', title: 'here' }),
          },
        },
      },
      authors: {
        typeDefs: `
          type Author @key(fields: "id") { id: ID! name: String @shareable home: Home @shareable born: Int }
          type Home { city: String @shareable street: String }
          type Book @key(fields: "id") { id: ID! title: String @shareable }
        `,
        resolvers: {
          Author: { name: () => 'there', home: () => ({ city: 'There', street: 'S' }), born: () => 1 },
          Book: { title: () => 'there' },
        },
      },
    },
    {
      'takes what is provided on the path and asks nobody else': {
        query: '{ reviews { author { id name home { city } } } top { ... on Book { title } } }',
        gives: {
          reviews: [{ author: { id: '1', name: 'here', home: { city: 'Here' } } }],
          top: { title: 'here' },
        },
        asks: ['reviews'],
      },
      'asks the owner on other paths and for what is not provided': {
        query: '{ reviews { author { name born home { street } } plain { name } } }',
        gives: {
          reviews: [{ author: { name: 'here', born: 1, home: { street: 'S' } }, plain: { name: 'there' } }],
        },
      },
    },
  );
});
