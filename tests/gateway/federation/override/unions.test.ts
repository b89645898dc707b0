import { afterEach, describe, expect, it, vi } from 'vitest';
import { federate } from '../../../support/federation.ts';

type Titled = Readonly<Record<string, string>>;

const subgraphs = {
  old: {
    typeDefs: `
      type User @key(fields: "id") { id: ID! media: [Media!]! seen: Watchable }
      interface Watchable { id: ID! }
      union Media = Book | Film
      type Book @key(fields: "id") { id: ID! title: String @shareable }
      type Film implements Watchable @key(fields: "id") { id: ID! title: String @shareable }
    `,
    resolvers: {
      User: {
        media: () => [{ __typename: 'Book', id: '1', title: 'old book' }],
        seen: () => ({ __typename: 'Film', id: '2' }),
      },
      Film: { title: ({ id }: Titled) => `title of ${id}` },
    },
  },
  fresh: {
    typeDefs: `
      type Query { me: User }
      type User @key(fields: "id") {
        id: ID!
        media: [Media!]! @override(from: "old", label: "move")
          @provides(fields: "... on Book { title } ... on Film { title }")
        seen: Watchable @override(from: "old", label: "percent(40)")
      }
      interface Watchable { id: ID! }
      union Media = Book | Film
      type Book @key(fields: "id") { id: ID! title: String @external }
      type Film implements Watchable @key(fields: "id") { id: ID! title: String @external }
    `,
    resolvers: {
      Query: { me: () => ({ id: 'u' }) },
      User: {
        media: () => [{ __typename: 'Film', id: '3', title: 'fresh film' }],
        seen: () => ({ __typename: 'Film', id: '4' }),
      },
    },
  },
};

afterEach(() => vi.restoreAllMocks());

describe('@override with a label on fields of unions and interfaces', () => {
  const media = '{ me { media { __typename ... on Book { id title } ... on Film { id title } } } }';

  it('takes the field from where the label says', async () => {
    const moved = federate(subgraphs, { overrideLabels: (label) => label === 'move' });
    expect(await moved.ask(media)).toEqual({
      data: { me: { media: [{ __typename: 'Film', id: '3', title: 'fresh film' }] } },
    });
    expect(moved.requests.map((one) => one.subgraph)).toEqual(['fresh']);
  });

  it('leaves the field where it was, with what the label does not move', async () => {
    const unmoved = federate(subgraphs, { overrideLabels: () => false });
    expect(await unmoved.ask(media)).toEqual({
      data: { me: { media: [{ __typename: 'Book', id: '1', title: 'old book' }] } },
    });
  });

  it.each([
    { draw: 0.39, seen: { id: '4', title: 'title of 4' } },
    { draw: 0.41, seen: { id: '2', title: 'title of 2' } },
  ])('moves the field for the percentage that is drawn ($draw)', async ({ draw, seen }) => {
    vi.spyOn(Math, 'random').mockReturnValue(draw);
    const { data } = await federate(subgraphs).ask('{ me { seen { id ... on Film { title } } } }');
    expect(data).toEqual({ me: { seen } });
  });
});
