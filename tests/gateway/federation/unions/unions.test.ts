import { describe } from 'vitest';
import { answers } from '../cases.ts';

describe('unions and interfaces across subgraphs', () => {
  answers(
    {
      a: {
        typeDefs: `
          type Query { media: Media list: [Media!] node: Node viewer: Viewer @shareable }
          union Media = Book | Song
          interface Node { id: ID! }
          type Book implements Node @key(fields: "id") { id: ID! title: String @shareable aTitle: String }
          type Song implements Node @key(fields: "id") { id: ID! title: String @shareable }
          type Viewer { media: Media @shareable song: Media }
        `,
        resolvers: {
          Query: {
            media: () => ({ __typename: 'Book', id: 'b', title: 'B', aTitle: 'AB' }),
            list: () => [
              { __typename: 'Song', id: 's', title: 'S' },
              { __typename: 'Book', id: 'b', title: 'B' },
            ],
            node: () => ({ __typename: 'Song', id: 's', title: 'S' }),
            viewer: () => ({
              media: { __typename: 'Book', id: 'b', title: 'B' },
              song: { __typename: 'Song', id: 's', title: 'S' },
            }),
          },
          Book: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'B', aTitle: 'AB' }) },
        },
      },
      b: {
        typeDefs: `
          type Query { viewer: Viewer @shareable films: [Media] }
          union Media = Book | Film
          type Book @key(fields: "id") { id: ID! title: String @shareable bTitle: String }
          type Film @key(fields: "id") { id: ID! title: String @shareable bTitle: String }
          type Viewer { media: Media @shareable book: Media }
        `,
        resolvers: {
          Query: {
            viewer: () => ({
              media: { __typename: 'Book', id: 'b', title: 'B' },
              book: { __typename: 'Book', id: 'b', title: 'B' },
            }),
            films: () => [{ __typename: 'Film', id: 'f', title: 'F' }, null],
          },
          Book: { bTitle: () => 'BB' },
          Film: { bTitle: () => 'BF' },
        },
      },
    },
    {
      'answers an empty object for a type that was not asked for': {
        query: '{ media { ... on Film { title } } }',
        gives: { media: {} },
      },
      'joins fields of both subgraphs to a member': {
        query: '{ media { __typename ... on Book { title aTitle bTitle } ... on Film { bTitle } } }',
        gives: { media: { __typename: 'Book', title: 'B', aTitle: 'AB', bTitle: 'BB' } },
      },
      'joins fields to members in lists': {
        query:
          '{ list { ... on Book { bTitle } ... on Song { id } } films { ... on Film { title bTitle } } }',
        gives: { list: [{ id: 's' }, { bTitle: 'BB' }], films: [{ title: 'F', bTitle: 'BF' }, null] },
      },
      'asks each subgraph for the members it knows': {
        query: `{ viewer {
          media { __typename ... on Song { title } ... on Film { title } ... on Book { title bTitle } }
          book { __typename ... on Song { title } ... on Film { title } ... on Book { title aTitle } }
          song { __typename ... on Song { title } ... on Film { title } ... on Book { title } }
        } }`,
        gives: {
          viewer: {
            media: { __typename: 'Book', title: 'B', bTitle: 'BB' },
            book: { __typename: 'Book', title: 'B', aTitle: 'AB' },
            song: { __typename: 'Song', title: 'S' },
          },
        },
      },
      'answers interfaces through unions and fragments through fragments': {
        query: `{ node { ...N } media { ...M } }
          fragment N on Node { id ... on Song { title ...M } }
          fragment M on Media { ... on Node { nid: id ... on Book { bTitle } } }`,
        gives: { node: { id: 's', title: 'S', nid: 's' }, media: { nid: 'b', bTitle: 'BB' } },
      },
    },
  );
});
