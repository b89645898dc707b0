import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('objects of abstract types that entities lead to', () => {
  answers(
    {
      people: {
        typeDefs: `type Query { people: [Person!]! } type Person @key(fields: "id") { id: ID! }`,
        resolvers: { Query: { people: () => [{ id: '1' }, { id: '2' }, { id: '3' }] } },
      },
      owners: {
        typeDefs: `
          type Person @key(fields: "id") { id: ID! things: [Thing!] favourite: Owned }
          union Thing = Car | House | Idea
          interface Owned { id: ID! since: Int }
          type Car implements Owned @key(fields: "id") { id: ID! since: Int wheels: Int }
          type House implements Owned @key(fields: "id") { id: ID! since: Int }
          type Idea { text: String owner: Person }
        `,
        resolvers: {
          Person: {
            things: ({ id }: { id: string }) =>
              id === '3'
                ? null
                : [
                    { __typename: 'House', id: `h${id}`, since: 1990 },
                    { __typename: 'Idea', text: `idea ${id}`, owner: { id: '2' } },
                    { __typename: 'Car', id: `c${id}`, since: 2000, wheels: 4 },
                  ],
            favourite: ({ id }: { id: string }) =>
              id === '2'
                ? { __typename: 'Car', id: 'c2', since: 2000 }
                : { __typename: 'House', id: `h${id}` },
          },
        },
      },
      values: {
        typeDefs: `
          interface Valued { value: Int }
          type Car implements Valued @key(fields: "id") { id: ID! value: Int maker: Maker }
          type House implements Valued @key(fields: "id") { id: ID! value: Int rooms: [Room!] }
          union Maker = Company | Person
          type Company { name: String }
          type Person @key(fields: "id") { id: ID! }
          type Room { size: Int }
        `,
        resolvers: {
          Car: {
            value: () => 100,
            maker: ({ id }: { id: string }) =>
              id === 'c1' ? { __typename: 'Company', name: 'Acme' } : { __typename: 'Person', id: '3' },
          },
          House: { value: () => 1000, rooms: () => [{ size: 1 }, { size: 2 }] },
        },
      },
      names: {
        typeDefs: `type Person @key(fields: "id") { id: ID! name: String }`,
        resolvers: { Person: { name: ({ id }: { id: string }) => `Person ${id}` } },
      },
    },
    {
      'get what other subgraphs know of each type': {
        query: `{ people { things {
          ... on House { rooms { size } }
          ... on Car { wheels value }
          ... on Idea { text owner { name } }
        } } }`,
        gives: {
          people: [
            ...['1', '2'].map((id) => ({
              things: [
                { rooms: [{ size: 1 }, { size: 2 }] },
                { text: `idea ${id}`, owner: { name: 'Person 2' } },
                { wheels: 4, value: 100 },
              ],
            })),
            { things: null },
          ],
        },
      },
      'get it by an interface that only another subgraph knows': {
        query: '{ people { favourite { id ... on Valued { value } } } }',
        gives: {
          people: [
            { favourite: { id: 'h1', value: 1000 } },
            { favourite: { id: 'c2', value: 100 } },
            { favourite: { id: 'h3', value: 1000 } },
          ],
        },
      },
      'lead on to entities of the next abstract type': {
        query: `{ people { favourite { __typename ... on Car { maker { __typename ... on Person { name things { __typename } } } } } } }`,
        gives: {
          people: [
            { favourite: { __typename: 'House' } },
            {
              favourite: {
                __typename: 'Car',
                maker: { __typename: 'Person', name: 'Person 3', things: null },
              },
            },
            { favourite: { __typename: 'House' } },
          ],
        },
      },
      'take the same field of each type, under one name, from where it is': {
        query: `{ people { things { ... on Car { at: since } ... on House { at: value } ... on Idea { text } } } }`,
        gives: {
          people: [
            ...['1', '2'].map((id) => ({ things: [{ at: 1000 }, { text: `idea ${id}` }, { at: 2000 }] })),
            { things: null },
          ],
        },
      },
    },
  );
});
