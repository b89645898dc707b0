import type { FixtureSubgraph } from '../../../support/federation.ts';

const DOCUMENTS = [
  { __typename: 'Report', id: '1', title: 'Open', secret: 'S1', author: { id: 'a' }, grade: 'LOW' },
  { __typename: 'Dossier', id: '2', title: 'Closed', secret: 'S2', number: 7 },
];
const PEOPLE = [
  { id: 'a', name: 'Ada', salary: 10, pin: 'p-a' },
  { id: 'b', name: 'Bob', salary: 20, pin: 'p-b' },
];

/**
 * Two subgraphs with every kind of rule on every kind of place. `read:salary` stands on a field, `read:dossier`
 * on a type of a union, `read:vault` on an object type, `read:rank` on an enum, `clearance` is a policy.
 */
export const FIXTURE: Readonly<Record<string, FixtureSubgraph>> = {
  people: {
    typeDefs: `
      type Query {
        people: [Person!]!
        person(id: ID!): Person
        named: Named
        found: [Found!]
        found2: [Found]
        vault: Vault
        vaults: [Vault!]!
        me: Me @authenticated
        ranked(filter: Filter, rank: Rank, ranks: [Rank!]): String
        open: String
        tag: Tag
      }
      type Mutation {
        promote(id: ID!): Promotion! @requiresScopes(scopes: [["write"]])
        touch(id: ID!): Person
      }
      type Promotion { person: Person! note: String @requiresScopes(scopes: [["read:note"]]) }
      interface Named { name: String }
      union Found = Person | Dossier
      type Person implements Named @key(fields: "id") {
        id: ID!
        name: String
        salary: Int @requiresScopes(scopes: [["read:salary", "hr"], ["admin"]])
        pin: String! @authenticated
        rank: Rank
        tag: Tag
        boss: Person
        friends: [Person!]
        optionalFriends: [Person]
        cleared: String @policy(policies: [["clearance"]])
        both: String @authenticated @policy(policies: [["clearance"], ["sponsor", "vetted"]])
      }
      type Dossier @requiresScopes(scopes: [["read:dossier"]]) { number: Int name: String }
      type Vault @requiresScopes(scopes: [["read:vault"]]) { content: String code: String @authenticated }
      type Me @authenticated { name: String salary: Int }
      enum Rank @requiresScopes(scopes: [["read:rank"]]) { LOW HIGH }
      scalar Tag @policy(policies: [["tags"]])
      input Filter { rank: Rank name: String inner: Filter }
    `,
    resolvers: {
      Query: {
        people: () => PEOPLE,
        person: (_: unknown, { id }: { id: string }) => PEOPLE.find((it) => it.id === id),
        named: () => ({ __typename: 'Person', ...PEOPLE[0] }),
        found: () => [{ __typename: 'Person', ...PEOPLE[0] }, DOCUMENTS[1]],
        found2: () => [{ __typename: 'Person', ...PEOPLE[0] }, DOCUMENTS[1]],
        vault: () => ({ content: 'gold', code: '1' }),
        vaults: () => [{ content: 'gold' }],
        me: () => ({ name: 'me', salary: 1 }),
        ranked: (_: unknown, args: unknown) => JSON.stringify(args),
        open: () => 'open',
        tag: () => 't',
      },
      Mutation: {
        promote: () => ({ person: PEOPLE[0], note: 'n' }),
        touch: () => PEOPLE[0],
      },
      Person: {
        __resolveReference: ({ id }: { id: string }) => PEOPLE.find((it) => it.id === id),
        rank: () => 'LOW',
        tag: () => 't',
        boss: () => PEOPLE[1],
        friends: () => PEOPLE,
        optionalFriends: () => PEOPLE,
        cleared: () => 'c',
        both: () => 'b',
      },
    },
  },
  pay: {
    typeDefs: `
      type Person @key(fields: "id") {
        id: ID!
        salary: Int @external
        name: String @external
        tax: Int @requires(fields: "salary") @requiresScopes(scopes: [["read:salary", "hr"], ["admin"]])
        greeting: String @requires(fields: "name")
        bonus: Int @requiresScopes(scopes: [["read:bonus"]])
      }
    `,
    resolvers: {
      Person: {
        __resolveReference: (it: object) => it,
        tax: ({ salary }: { salary: number }) => salary / 2,
        greeting: ({ name }: { name: string }) => `Hello ${name}`,
        bonus: () => 5,
      },
    },
  },
};
