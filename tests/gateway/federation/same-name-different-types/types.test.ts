import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('fields of one name and different types', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { pets: [Pet] any: [Any] }
          interface Pet { id: ID! }
          type Cat implements Pet @key(fields: "id") { id: ID! val: Int! @shareable own: Own! size(in: Int): Int }
          type Dog implements Pet @key(fields: "id") { id: ID! val: Int @shareable own: Other size(in: Int): String }
          union Any = Cat | Dog
          type Own { x: Int }
          type Other { x: String }
        `,
        resolvers: {
          Query: { pets: () => rows(), any: () => rows() },
          Cat: { size: () => 1, own: () => ({ x: 1 }) },
          Dog: { size: () => 'big', own: () => ({ x: 'one' }) },
        },
      },
      b: {
        typeDefs: `
          type Cat @key(fields: "id") { id: ID! val: Int @shareable extra: Int! }
          type Dog @key(fields: "id") { id: ID! val: Int @shareable extra: String! }
        `,
        resolvers: { Cat: { extra: () => 5 }, Dog: { extra: () => 'five' } },
      },
    },
    {
      'are asked for under different names where a subgraph would refuse them under one': {
        query: '{ pets { ... on Cat { val own { x } } ... on Dog { val dogOwn: own { x } } } }',
        gives: {
          pets: [
            { val: 1, own: { x: 1 } },
            { val: 2, dogOwn: { x: 'one' } },
          ],
        },
      },
      'are joined under the client’s names': {
        query: `{ any { ... on Cat { id extra c: size(in: 1) } ... on Dog { id d: extra size(in: 1) } } }`,
        gives: {
          any: [
            { id: '1', extra: 5, c: 1 },
            { id: '2', d: 'five', size: 'big' },
          ],
        },
      },
    },
  );
});

function rows() {
  return [
    { __typename: 'Cat', id: '1', val: 1 },
    { __typename: 'Dog', id: '2', val: 2 },
  ];
}
