import { describe } from 'vitest';
import { answers } from '../cases.ts';

const USERS = [
  { id: 'u1', locale: 'fr', kids: ['c1', 'c2'] },
  { id: 'u2', locale: 'de', kids: ['c1'] },
];

describe('@context and @fromContext', () => {
  answers(
    {
      users: {
        typeDefs: `
          type Query { users: [User!]! named: [Named] }
          interface Named { name: String }
          type User implements Named @key(fields: "id") @context(name: "user") {
            id: ID! name: String locale: Locale kids: [Child!]! child: Child
          }
          type Locale { code: String! }
          type Child @key(fields: "id") {
            id: ID!
            greeting(said: String @fromContext(field: "$user { locale { code } }"), loud: Boolean): String
          }
        `,
        resolvers: {
          Query: { users: () => USERS, named: () => [{ __typename: 'User', ...USERS[1] }] },
          User: {
            __resolveReference: ({ id }: { id: string }) => USERS.find((it) => it.id === id),
            locale: ({ locale }: { locale: string }) => ({ code: locale }),
            kids: ({ kids }: { kids: string[] }) => kids.map((id) => ({ id })),
            child: ({ kids }: { kids: string[] }) => ({ id: kids[0] }),
          },
          Child: {
            greeting: ({ id }: { id: string }, { said, loud }: { said: string; loud?: boolean }) =>
              `${said} ${id}${loud ? '!' : ''}`,
          },
        },
      },
      school: {
        typeDefs: `
          type Query { pupils: [User!]! }
          type User @key(fields: "id") { id: ID! friends: [Child!]! }
          type Child @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { pupils: () => [{ id: 'u2' }, { id: 'u1' }] },
          User: { friends: () => [{ id: 'c9' }] },
        },
      },
    },
    {
      'gives a field the value of the object above it, which the client need not ask for': {
        query: '{ users { kids { greeting(loud: true) } } }',
        gives: {
          users: [
            { kids: [{ greeting: 'fr c1!' }, { greeting: 'fr c2!' }] },
            { kids: [{ greeting: 'de c1!' }] },
          ],
        },
      },
      'gives it to entities that another subgraph refers to': {
        query: '{ pupils { id friends { g: greeting } } }',
        gives: {
          pupils: [
            { id: 'u2', friends: [{ g: 'de c9' }] },
            { id: 'u1', friends: [{ g: 'fr c9' }] },
          ],
        },
      },
      'reads it above an interface': {
        query: '{ named { name ... on User { child { id greeting } } } }',
        gives: { named: [{ name: null, child: { id: 'c1', greeting: 'de c1' } }] },
      },
      'keeps apart what the client calls by the same names': {
        query: '{ users { locale: id child { id: greeting greeting: id } } }',
        gives: {
          users: [
            { locale: 'u1', child: { id: 'fr c1', greeting: 'c1' } },
            { locale: 'u2', child: { id: 'de c1', greeting: 'c1' } },
          ],
        },
      },
    },
  );
});
