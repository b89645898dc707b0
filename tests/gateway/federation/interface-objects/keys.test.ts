import { describe } from 'vitest';
import { answers } from '../cases.ts';

const ITEMS = [
  { __typename: 'Book', id: 'i1', sku: 's1', pages: 100 },
  { __typename: 'Film', id: 'i2', sku: 's2', minutes: 90 },
];
const of = (given: { id?: string; sku?: string }) =>
  ITEMS.find((it) => it.id === given.id || it.sku === given.sku);

describe('interface objects that are known by different keys', () => {
  answers(
    {
      catalogue: {
        typeDefs: `
          type Query { items: [Item] book: Book }
          interface Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! }
          type Book implements Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! pages: Int }
          type Film implements Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! minutes: Int }
        `,
        resolvers: {
          Query: { items: () => ITEMS, book: () => ITEMS[0] },
          Item: { __resolveReference: of },
          Book: { __resolveReference: of },
          Film: { __resolveReference: of },
        },
      },
      stock: {
        typeDefs: `
          type Item @interfaceObject @key(fields: "sku") { sku: String! stock: Int like: Item likes: [Item!] }
        `,
        resolvers: {
          Item: {
            stock: ({ sku }: { sku: string }) => (sku === 's1' ? 1 : 2),
            like: ({ sku }: { sku: string }) => ({ sku: sku === 's1' ? 's2' : 's1' }),
            likes: () => [{ sku: 's1' }, { sku: 's2' }],
          },
        },
      },
      prices: {
        typeDefs: `
          type Item @interfaceObject @key(fields: "id") {
            id: ID! stock: Int @external price: Int @requires(fields: "stock")
          }
        `,
        resolvers: { Item: { price: ({ stock }: { stock: number }) => stock * 10 } },
      },
    },
    {
      'lead from one to the next by the key of the next': {
        query: '{ book { like { price } } }',
        gives: { book: { like: { price: 20 } } },
      },
      'lead on through lists, to the fields of their types': {
        query: '{ items { likes { price ... on Film { minutes } ... on Book { pages stock } } } }',
        gives: {
          items: ITEMS.map(() => ({
            likes: [
              { price: 10, pages: 100, stock: 1 },
              { price: 20, minutes: 90 },
            ],
          })),
        },
      },
      'lead back to where they came from': {
        query: '{ book { like { like { id price } } } }',
        gives: { book: { like: { like: { id: 'i1', price: 10 } } } },
      },
    },
  );
});
