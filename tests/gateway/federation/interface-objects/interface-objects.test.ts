import { describe } from 'vitest';
import { answers } from '../cases.ts';

const ROWS = [
  { __typename: 'Book', id: 'b', title: 'B', pages: 7 },
  { __typename: 'Film', id: 'f', title: 'F', minutes: 9 },
];
const row = ({ id }: { id: string }) => ROWS.find((it) => it.id === id);

describe('@interfaceObject', () => {
  answers(
    {
      media: {
        typeDefs: `
          type Query { media: [Media!]! one: Any }
          interface Media @key(fields: "id") { id: ID! title: String! }
          type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int }
          union Any = Book | Film
        `,
        resolvers: {
          Query: { media: () => ROWS, one: () => ROWS[1] },
          Media: { __resolveReference: row },
          Book: { __resolveReference: row },
          Film: { __resolveReference: row },
        },
      },
      ratings: {
        typeDefs: `
          type Query { best: [Media] }
          type Media @key(fields: "id") @interfaceObject {
            id: ID! title: String! @external
            rating(of: Int): Int
            headline: String @requires(fields: "title")
            same: Media
          }
        `,
        resolvers: {
          Query: { best: () => [{ id: 'f' }, { id: 'b' }, null] },
          Media: {
            rating: ({ id }: { id: string }, { of }: { of?: number }) => (id === 'b' ? 1 : 2) * (of ?? 1),
            headline: ({ title }: { title: string }) => `About ${title}`,
            same: ({ id }: { id: string }) => ({ id }),
          },
        },
      },
    },
    {
      'answers fields of the interface without learning the type': {
        query: '{ best { id rating } }',
        gives: { best: [{ id: 'f', rating: 2 }, { id: 'b', rating: 1 }, null] },
        asks: ['ratings'],
      },
      'learns the type where it is asked for': {
        query: '{ best { __typename ... on Book { pages } ... on Film { minutes } } }',
        gives: { best: [{ __typename: 'Film', minutes: 9 }, { __typename: 'Book', pages: 7 }, null] },
      },
      'adds fields to each of the types': {
        query:
          '{ media { ... on Book { rating pages } ... on Film { three: rating(of: 3) } } one { ... on Film { rating } } }',
        gives: { media: [{ rating: 1, pages: 7 }, { three: 6 }], one: { rating: 2 } },
      },
      'adds them on the interface': {
        query: '{ media { title rating __typename } }',
        gives: {
          media: [
            { title: 'B', rating: 1, __typename: 'Book' },
            { title: 'F', rating: 2, __typename: 'Film' },
          ],
        },
      },
      'requires fields of the interface': {
        query: '{ media { headline } best { headline } one { ... on Film { headline } } }',
        gives: {
          media: [{ headline: 'About B' }, { headline: 'About F' }],
          best: [{ headline: 'About F' }, { headline: 'About B' }, null],
          one: { headline: 'About F' },
        },
      },
      'goes from an interface object to another': {
        query: '{ best { same { title same { headline ... on Book { pages } } } } }',
        gives: {
          best: [
            { same: { title: 'F', same: { headline: 'About F' } } },
            { same: { title: 'B', same: { headline: 'About B', pages: 7 } } },
            null,
          ],
        },
      },
    },
  );
});
