import { describe } from 'vitest';
import { answers } from '../cases.ts';

const ITEMS = [
  { __typename: 'Book', id: '1' },
  { __typename: 'Film', id: '2' },
];
const itemOf = ({ id }: { id: string }) => ITEMS.find((it) => it.id === id);

describe('selections of nothing but names of types', () => {
  answers(
    {
      shop: {
        typeDefs: `
          type Query { item: Item items: [Item!]! shelf: Shelf nothing: Item mixed: [Mixed] }
          type Mutation { sell: Item }
          interface Item @key(fields: "id") { id: ID! }
          type Book implements Item @key(fields: "id") { id: ID! }
          type Film implements Item @key(fields: "id") { id: ID! }
          type Shelf @key(fields: "id") { id: ID! size: Size }
          type Size { width: Int }
          union Mixed = Book | Shelf
        `,
        resolvers: {
          Query: {
            item: () => ITEMS[1],
            items: () => ITEMS,
            shelf: () => ({ id: 's', size: {} }),
            nothing: () => null,
            mixed: () => [ITEMS[0], null, { __typename: 'Shelf', id: 's' }],
          },
          Mutation: { sell: () => ITEMS[0] },
          Item: { __resolveReference: itemOf },
        },
      },
      reviews: {
        typeDefs: `
          type Query { reviewed: [Item!]! }
          type Mutation { review: Item }
          type Item @interfaceObject @key(fields: "id") { id: ID! reviews: [Review!]! }
          type Review { item: Item }
          type Shelf @key(fields: "id") { id: ID! tags: [Tag!]! }
          type Tag { text: String }
        `,
        resolvers: {
          Query: { reviewed: () => [{ id: '2' }, { id: '1' }] },
          Mutation: { review: () => ({ id: '2' }) },
          Item: { reviews: ({ id }: { id: string }) => [{ item: { id } }, { item: null }] },
          Shelf: { tags: () => [{}, {}] },
        },
      },
    },
    {
      'are answered at the root': {
        query: '{ __typename a: __typename ... on Query { b: __typename } }',
        gives: { __typename: 'Query', a: 'Query', b: 'Query' },
        asks: [],
      },
      'need the objects all the same': {
        query: '{ item { __typename } nothing { __typename } shelf { __typename size { t: __typename } } }',
        gives: {
          item: { __typename: 'Film' },
          nothing: null,
          shelf: { __typename: 'Shelf', size: { t: 'Size' } },
        },
        asks: ['shop'],
      },
      'tell types of the objects that stand behind an interface object': {
        query: '{ reviewed { __typename } }',
        gives: { reviewed: [{ __typename: 'Film' }, { __typename: 'Book' }] },
      },
      'tell them below entities': {
        query: '{ items { reviews { __typename item { __typename } } } shelf { tags { __typename } } }',
        gives: {
          items: ['Book', 'Film'].map((it) => ({
            reviews: [
              { __typename: 'Review', item: { __typename: it } },
              { __typename: 'Review', item: null },
            ],
          })),
          shelf: { tags: [{ __typename: 'Tag' }, { __typename: 'Tag' }] },
        },
      },
      'tell members of unions, nulls between them': {
        query: '{ mixed { __typename } }',
        gives: { mixed: [{ __typename: 'Book' }, null, { __typename: 'Shelf' }] },
      },
      'stand in fragments on some types only': {
        query: '{ items { ... on Book { name: __typename } ... on Film { kind: __typename } } }',
        gives: { items: [{ name: 'Book' }, { kind: 'Film' }] },
      },
      'are answered for mutations, each in its turn': {
        query: 'mutation { __typename sell { __typename } review { __typename } }',
        gives: { __typename: 'Mutation', sell: { __typename: 'Book' }, review: { __typename: 'Film' } },
      },
    },
  );
});
