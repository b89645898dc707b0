import { describe } from 'vitest';
import { answers } from '../cases.ts';

const BOOK = { __typename: 'Book', id: 'i1', sku: 's1' };
const FILM = { __typename: 'Film', id: 'i2', sku: 's2' };
const of = (given: { id?: string; sku?: string }) =>
  [BOOK, FILM].find((it) => it.id === given.id || it.sku === given.sku);

describe('a field of an interface object that one of the types requires elsewhere', () => {
  answers(
    {
      catalogue: {
        typeDefs: `
          type Query { items: [Item!]! }
          interface Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }
          type Book implements Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }
          type Film implements Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }
        `,
        resolvers: {
          Query: { items: () => [BOOK, FILM] },
          Item: { __resolveReference: of },
          Book: { __resolveReference: of },
          Film: { __resolveReference: of },
        },
      },
      likes: {
        typeDefs: `type Item @interfaceObject @key(fields: "sku") { sku: String! like: Item }`,
        resolvers: { Item: { like: ({ sku }: { sku: string }) => ({ sku: sku === 's1' ? 's2' : 's1' }) } },
      },
      prices: {
        typeDefs: `
          type Query { cheapest: Item }
          type Item @interfaceObject @key(fields: "id") { id: ID! price: Int }
        `,
        resolvers: {
          Query: { cheapest: () => ({ id: 'i2' }) },
          Item: { price: ({ id }: { id: string }) => (id === 'i1' ? 10 : 20) },
        },
      },
      taxes: {
        typeDefs: `
          type Book @key(fields: "id") { id: ID! price: Int @external tax: Int @requires(fields: "price") }
        `,
        resolvers: { Book: { tax: ({ price }: { price: number }) => price / 10 } },
      },
    },
    {
      'is reached from its own subgraph through two others': {
        query: '{ cheapest { like { price } } }',
        gives: { cheapest: { like: { price: 10 } } },
      },
      'is given to what requires it, on objects of that type': {
        query: '{ items { price ... on Book { tax } like { ... on Book { tax id } } } }',
        gives: {
          items: [
            { price: 10, tax: 1, like: {} },
            { price: 20, like: { tax: 1, id: 'i1' } },
          ],
        },
      },
    },
  );
});
