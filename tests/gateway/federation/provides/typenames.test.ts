import { expect, it } from 'vitest';
import { composeFixture, federate } from '../../../support/federation.ts';

const subgraphs = {
  shop: {
    typeDefs: `
      type Query {
        shelf: Shelf @provides(fields: "thing { label }")
        media: [Media] @provides(fields: "... on Book { title }")
      }
      type Shelf { thing: Thing }
      type Thing @key(fields: "id") { id: ID! label: String @external }
      union Media = Book | Film
      type Book @key(fields: "id") { id: ID! title: String @external }
      type Film @key(fields: "id") { id: ID! title: String @external blurb: String @requires(fields: "title") }
    `,
    resolvers: {
      Query: {
        shelf: () => ({ thing: { id: '1', label: 'label here' } }),
        media: () => [
          { __typename: 'Book', id: '1', title: 'title here' },
          { __typename: 'Film', id: '2' },
        ],
      },
      Film: { blurb: ({ title }: { title: string }) => `about ${title}` },
    },
  },
  stock: {
    typeDefs: `
      type Thing @key(fields: "id") { id: ID! label: String @shareable stock: Int }
      type Book @key(fields: "id") { id: ID! title: String @shareable }
      type Film @key(fields: "id") { id: ID! title: String @shareable }
    `,
    resolvers: { Thing: { stock: () => 5 }, Film: { title: () => 'title there' } },
  },
};

/** Other compositions than Apollo's leave `__typename` in sets of fields. */
const WRITTEN: Readonly<Record<string, string>> = {
  'provides: "thing { label }"': 'provides: "__typename thing { __typename label }"',
  'provides: "... on Book { title }"':
    'provides: "__typename ... on Book { __typename title } ... on Film { __typename }"',
  'requires: "title"': 'requires: "__typename title"',
  'key: "id"': 'key: "__typename id"',
};

it('takes sets of fields that name the type', async () => {
  let supergraphSdl = composeFixture(subgraphs);
  for (const [plain, named] of Object.entries(WRITTEN)) {
    expect(supergraphSdl).toContain(plain);
    supergraphSdl = supergraphSdl.replaceAll(plain, named);
  }
  const fixture = federate(subgraphs, { supergraphSdl });
  const query =
    '{ shelf { thing { label stock } } media { ... on Book { title } ... on Film { title blurb } } }';
  expect(await fixture.ask(query)).toEqual({
    data: {
      shelf: { thing: { label: 'label here', stock: 5 } },
      media: [{ title: 'title here' }, { title: 'title there', blurb: 'about title there' }],
    },
  });
});
