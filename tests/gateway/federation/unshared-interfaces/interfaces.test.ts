import { describe } from 'vitest';
import { answers } from '../cases.ts';

const OF_A = [
  { __typename: 'User', id: 'u1', name: 'Ada', sees: 3 },
  { __typename: 'Bot', id: 'b1', name: 'Bob', engine: 'v8' },
];
const ofA = ({ id }: { id: string }) => OF_A.find((it) => it.id === id);

describe('interfaces that not every subgraph knows, or knows otherwise', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { nodes: [Node!]! user: User }
          interface Node { id: ID! }
          interface Named { name: String }
          type User implements Node & Named @key(fields: "id") { id: ID! name: String sees: Int }
          type Bot implements Node & Named @key(fields: "id") { id: ID! name: String engine: String }
        `,
        resolvers: {
          Query: { nodes: () => OF_A, user: () => OF_A[0] },
          User: { __resolveReference: ofA },
          Bot: { __resolveReference: ofA },
        },
      },
      b: {
        typeDefs: `
          type Query { account: Account accounts: [Account!]! }
          interface Account { id: ID! balance: Int }
          type User implements Account @key(fields: "id") { id: ID! balance: Int }
          type Shop implements Account @key(fields: "id") { id: ID! balance: Int street: String }
        `,
        resolvers: {
          Query: {
            account: () => ({ __typename: 'User', id: 'u1' }),
            accounts: () => [
              { __typename: 'Shop', id: 's1', balance: 7, street: 'High' },
              { __typename: 'User', id: 'u1' },
            ],
          },
          User: { balance: () => 5 },
        },
      },
      c: {
        typeDefs: `
          interface Rated { stars: Int rivals: [Rated!] }
          type Shop implements Rated @key(fields: "id") { id: ID! stars: Int rivals: [Rated!] }
          type Bot implements Rated @key(fields: "id") { id: ID! stars: Int rivals: [Rated!] }
        `,
        resolvers: {
          Shop: { stars: () => 2, rivals: () => [{ __typename: 'Bot', id: 'b1' }] },
          Bot: { stars: () => 1, rivals: () => [{ __typename: 'Shop', id: 's9' }] },
        },
      },
    },
    {
      'give fields that their types have elsewhere': {
        query: '{ nodes { id ... on Account { balance } ... on Rated { stars } } }',
        gives: {
          nodes: [
            { id: 'u1', balance: 5 },
            { id: 'b1', stars: 1 },
          ],
        },
      },
      'are conditions on each other': {
        query: '{ accounts { ... on Named { name } ... on Rated { ... on Node { id } stars } balance } }',
        gives: {
          accounts: [
            { stars: 2, balance: 7 },
            { name: 'Ada', balance: 5 },
          ],
        },
      },
      'lead to objects of types that the subgraph before did not know': {
        query:
          '{ nodes { ... on Bot { rivals { stars rivals { ... on Bot { name } } ... on Shop { id } } } } }',
        gives: { nodes: [{}, { rivals: [{ stars: 2, rivals: [{ name: 'Bob' }], id: 's9' }] }] },
      },
      'stand within fragments on unrelated ones': {
        query:
          '{ user { ...on Node { ...on Account { ...on Named { name balance: __typename } } } } account { ...on Node { ...on Named { name } } } }',
        gives: { user: { name: 'Ada', balance: 'User' }, account: { name: 'Ada' } },
      },
      'match nothing where an object is of none of their types': {
        query: '{ account { ... on Rated { stars } } nodes { ... on Rated { ... on Account { balance } } } }',
        gives: { account: {}, nodes: [{}, {}] },
      },
    },
  );
});
