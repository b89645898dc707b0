import { describe } from 'vitest';
import { answers } from '../cases.ts';

const subgraph = (name: string, price: string) => ({
  typeDefs: `
    type Query { product: Product @shareable products: [Product] @shareable }
    type Product @shareable { ${name}: String! same: String info: Info list: [Info!] }
    type Info @shareable { ${price}: Int both: Int }
  `,
  resolvers: {
    Query: { product: () => ({}), products: () => [{}, null, {}] },
    Product: {
      [name]: () => name,
      same: () => 'same',
      info: () => ({ [price]: 1, both: 2 }),
      list: () => [{ [price]: 1 }, { [price]: 2 }],
    },
  },
});

describe('fields that subgraphs share', () => {
  answers(
    { a: subgraph('name', 'low'), b: subgraph('label', 'high') },
    {
      'joins root fields of both subgraphs, nested objects and lists included': {
        query: '{ product { name label info { low high both } list { low high } } }',
        gives: {
          product: {
            name: 'name',
            label: 'label',
            info: { low: 1, high: 1, both: 2 },
            list: [
              { low: 1, high: 1 },
              { low: 2, high: 2 },
            ],
          },
        },
      },
      'asks one subgraph where it knows everything': {
        query: '{ product { name same info { both } } }',
        gives: { product: { name: 'name', same: 'same', info: { both: 2 } } },
        asks: ['a'],
      },
      'joins lists by their places': {
        query: '{ products { name label } }',
        gives: { products: [{ name: 'name', label: 'label' }, null, { name: 'name', label: 'label' }] },
      },
    },
  );
});
