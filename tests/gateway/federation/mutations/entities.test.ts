import { beforeEach, describe } from 'vitest';
import { answers } from '../cases.ts';

interface Product {
  readonly id: string;
  name: string;
}

let products: Product[] = [];
let counter = 0;

beforeEach(() => {
  products = [{ id: '1', name: 'Chair' }];
  counter = 0;
});

describe('mutations that give entities', () => {
  answers(
    {
      products: {
        typeDefs: `
          type Query { products: [Product!]! }
          type Mutation { add(name: String!): Added rename(id: ID!, name: String!): Product count: Int! }
          union Added = Product | Refused
          type Refused { reason: String! }
          type Product @key(fields: "id") { id: ID! name: String! }
        `,
        resolvers: {
          Query: { products: () => products },
          Mutation: {
            count: () => ++counter,
            add: (_: unknown, { name }: Product) => {
              if (name === '') return { __typename: 'Refused', reason: 'no name' };
              const product = { id: String(products.length + 1), name };
              products.push(product);
              return { __typename: 'Product', ...product };
            },
            rename: (_: unknown, { id, name }: Product) => {
              const product = products.find((it) => it.id === id);
              if (product) product.name = name;
              return product ?? null;
            },
          },
          Product: { __resolveReference: ({ id }: Product) => products.find((it) => it.id === id) },
        },
      },
      prices: {
        typeDefs: `
          type Mutation { price(id: ID!, amount: Int!): Product }
          type Product @key(fields: "id") {
            id: ID! name: String! @external label: String @requires(fields: "name") price: Int
          }
        `,
        resolvers: {
          Mutation: { price: (_: unknown, { id }: Product) => ({ id }) },
          Product: {
            label: ({ name }: Product) => `<${name}>`,
            price: ({ id }: Product) => Number(id) * 100,
          },
        },
      },
    },
    {
      'give what other subgraphs know of them': {
        query:
          'mutation { add(name: "Table") { ... on Product { id price label } ... on Refused { reason } } }',
        gives: { add: { id: '2', price: 200, label: '<Table>' } },
        asks: ['products', 'prices'],
      },
      'give other members of a union as they are': {
        query: 'mutation { add(name: "") { __typename ... on Product { label } ... on Refused { reason } } }',
        gives: { add: { __typename: 'Refused', reason: 'no name' } },
        asks: ['products'],
      },
      'give what is true after each of them, whatever subgraph it comes from': {
        query: `mutation {
          a: rename(id: "1", name: "Stool") { label }
          b: price(id: "1", amount: 3) { name label }
          c: rename(id: "1", name: "Bench") { name label price }
          d: price(id: "1", amount: 3) { name }
          e: rename(id: "9", name: "x") { label }
        }`,
        gives: {
          a: { label: '<Stool>' },
          b: { name: 'Stool', label: '<Stool>' },
          c: { name: 'Bench', label: '<Bench>', price: 100 },
          d: { name: 'Bench' },
          e: null,
        },
      },
      'run as often as they are asked for, under other names': {
        query: `mutation {
          count again: count more: count count: count
          a: price(id: "1", amount: 3) { name } b: price(id: "1", amount: 3) { name } a: price(id: "1", amount: 3) { label }
          last: count
        }`,
        gives: {
          count: 1,
          again: 2,
          more: 3,
          a: { name: 'Chair', label: '<Chair>' },
          b: { name: 'Chair' },
          last: 4,
        },
      },
    },
  );
});
