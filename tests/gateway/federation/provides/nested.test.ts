import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('what is provided deep down, on interfaces and on unions', () => {
  answers(
    {
      shop: {
        typeDefs: `
          type Query {
            cart: [Product!]! @provides(fields: "categories { id name parent { id name } }")
            shelf: [Product!]! @provides(fields: "categories { id name }")
            media: [Media!]! @provides(fields: "... on Book { author { name } } ... on Film { title }")
          }
          type Product @key(fields: "id") { id: ID! categories: [Category!] @external }
          type Category @key(fields: "id") { id: ID! @external name: String @external parent: Category @external }
          union Media = Book | Film
          type Book @key(fields: "id") { id: ID! author: Author @external }
          type Film @key(fields: "id") { id: ID! title: String @external }
          type Author @key(fields: "id") { id: ID! name: String @external }
        `,
        resolvers: {
          Query: {
            cart: () => [
              {
                id: 'p1',
                categories: [{ id: 'c1', name: 'name of c1', parent: { id: 'c2', name: 'name of c2' } }],
              },
            ],
            shelf: () => [{ id: 'p1', categories: [{ id: 'c1', name: 'name of c1' }] }],
            media: () => [
              { __typename: 'Book', id: 'b', author: { id: 'a', name: 'name of a' } },
              { __typename: 'Film', id: 'f', title: 'name of f' },
            ],
          },
        },
      },
      owner: {
        typeDefs: `
          type Product @key(fields: "id") { id: ID! categories: [Category!] @shareable }
          type Category @key(fields: "id") {
            id: ID! name: String @shareable parent: Category @shareable size: Int
          }
          type Book @key(fields: "id") { id: ID! author: Author @shareable title: String }
          type Film @key(fields: "id") { id: ID! title: String @shareable }
          type Author @key(fields: "id") { id: ID! name: String @shareable born: Int }
        `,
        resolvers: {
          Product: { categories: () => [{ id: 'c1' }] },
          Category: {
            name: ({ id }: { id: string }) => `name of ${id}`,
            parent: ({ id }: { id: string }) => (id === 'c1' ? { id: 'c2' } : null),
            size: () => 5,
          },
          Book: { author: () => ({ id: 'a' }), title: () => 'name of b' },
          Film: { title: () => 'name of f' },
          Author: { name: () => 'name of a', born: () => 1900 },
        },
      },
    },
    {
      'is taken there, and nobody else is asked': {
        query: '{ cart { id categories { id name parent { name } } } }',
        gives: {
          cart: [
            { id: 'p1', categories: [{ id: 'c1', name: 'name of c1', parent: { name: 'name of c2' } }] },
          ],
        },
        asks: ['shop'],
      },
      'ends where it is said to end': {
        query: '{ shelf { categories { name parent { name } } } }',
        gives: { shelf: [{ categories: [{ name: 'name of c1', parent: { name: 'name of c2' } }] }] },
      },
      'leaves the rest of the same object to its owner': {
        query: '{ cart { categories { name size parent { name size parent { name } } } } }',
        gives: {
          cart: [
            {
              categories: [
                { name: 'name of c1', size: 5, parent: { name: 'name of c2', size: 5, parent: null } },
              ],
            },
          ],
        },
      },
      'is of one member of a union and not of another': {
        query: '{ media { ... on Book { title author { name born } } ... on Film { title } } }',
        gives: {
          media: [{ title: 'name of b', author: { name: 'name of a', born: 1900 } }, { title: 'name of f' }],
        },
      },
    },
  );
});
