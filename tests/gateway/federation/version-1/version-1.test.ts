import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('subgraphs of version 1 of the specification', () => {
  answers(
    {
      a: {
        version1: true,
        typeDefs: `
          type Query { random: User user: Account }
          extend type User @key(fields: "id") { id: ID! @external email: String! @external rid: ID @requires(fields: "email") }
          type Account @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { random: () => ({ id: 'u1' }), user: () => ({ id: 'x' }) },
          User: { rid: ({ email }: { email: string }) => `rid of ${email}` },
        },
      },
      b: {
        version1: true,
        typeDefs: `
          extend type Query { userById(id: ID): User @provides(fields: "tags") }
          type User @key(fields: "id") { id: ID! email: String! tags: [String!] nested: [User!]! }
          extend type Account @key(fields: "id") { id: ID! @external nick: String }
        `,
        resolvers: {
          Query: { userById: (_: unknown, { id }: { id: string }) => user(id) },
          User: { __resolveReference: ({ id }: { id: string }) => user(id), nested: () => [user('u2')] },
          Account: { nick: ({ id }: { id: string }) => `nick ${id}` },
        },
      },
    },
    {
      'extend types of others': {
        query: '{ random { id email rid nested { rid } } user { nick } }',
        gives: {
          random: { id: 'u1', email: 'u1@x', rid: 'rid of u1@x', nested: [{ rid: 'rid of u2@x' }] },
          user: { nick: 'nick x' },
        },
      },
      'require fields of their owners from any start': {
        query: '{ userById(id: "u9") { rid tags } }',
        gives: { userById: { rid: 'rid of u9@x', tags: ['t'] } },
      },
    },
  );
});

function user(id: string) {
  return { id, email: `${id}@x`, tags: ['t'] };
}
