import { describe } from 'vitest';
import { answers } from '../cases.ts';

/** A subgraph that knows no names but those that come with what it provides. */
const PEOPLE = [
  { id: '1', friend: { id: '2', name: 'friend 2 here', friend: { id: '1' } } },
  { id: '2', friend: { id: '1', name: 'friend 1 here', friend: { id: '2' } } },
];

describe('what a subgraph provides in several places', () => {
  answers(
    {
      people: {
        typeDefs: `
          type Query {
            me: Person @provides(fields: "friend { name }")
            staff: [Person] @provides(fields: "home { street }")
            bare: Person
          }
          type Person @key(fields: "id") {
            id: ID! friend: Person name: String @external home: Home
          }
          type Home @key(fields: "id") { id: ID! street: String @external city: String @external }
          type Firm @key(fields: "id") { id: ID! seat: Home @provides(fields: "city") }
        `,
        resolvers: {
          Query: {
            me: () => PEOPLE[0],
            staff: () => PEOPLE.map((it) => ({ ...it, home: { id: `h${it.id}`, street: 'street here' } })),
            bare: () => ({ id: '1', home: { id: 'h1' } }),
          },
          Person: {
            name: ({ name }: { name?: string }) => name ?? fail('name'),
          },
          Home: {
            street: ({ street }: { street?: string }) => street ?? fail('street'),
            city: ({ city }: { city?: string }) => city ?? fail('city'),
          },
          Firm: { seat: () => ({ id: 'h9', city: 'city here' }) },
        },
      },
      directory: {
        typeDefs: `
          type Query { firm: Firm }
          type Firm @key(fields: "id") { id: ID! }
          type Person @key(fields: "id") { id: ID! name: String @shareable }
          type Home @key(fields: "id") { id: ID! street: String @shareable city: String @shareable }
        `,
        resolvers: {
          Query: { firm: () => ({ id: 'f' }) },
          Person: { name: ({ id }: { id: string }) => `name of ${id}` },
          Home: {
            street: ({ id }: { id: string }) => `street of ${id}`,
            city: ({ id }: { id: string }) => `city of ${id}`,
          },
        },
      },
    },
    {
      'is taken where it is provided': {
        query: '{ me { friend { name } } }',
        gives: { me: { friend: { name: 'friend 2 here' } } },
        asks: ['people'],
      },
      'is not taken from the object above it, of the same type': {
        query: '{ me { name } bare { name } }',
        gives: { me: { name: 'name of 1' }, bare: { name: 'name of 1' } },
      },
      'is not taken from objects below it': {
        query: '{ me { friend { friend { name } } } }',
        gives: { me: { friend: { friend: { name: 'name of 1' } } } },
      },
      'is not taken where something else is provided of the type': {
        query: '{ staff { home { city } } firm { seat { street } } }',
        gives: {
          staff: [{ home: { city: 'city of h1' } }, { home: { city: 'city of h2' } }],
          firm: { seat: { street: 'street of h9' } },
        },
      },
      'is taken each where it is provided': {
        query: '{ staff { home { street } } firm { seat { city } } bare { home { street city } } }',
        gives: {
          staff: [{ home: { street: 'street here' } }, { home: { street: 'street here' } }],
          firm: { seat: { city: 'city here' } },
          bare: { home: { street: 'street of h1', city: 'city of h1' } },
        },
      },
    },
  );
});

function fail(field: string): never {
  throw new Error(`${field} is not given here`);
}
