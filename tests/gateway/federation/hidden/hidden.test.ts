import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

const subgraphs = {
  a: {
    typeDefs: `
      type Query { things: [Thing] node: Node one: Open nodes: [Node!] item(id: ID, secret: Int @inaccessible): Open }
      union Thing = Open | Closed
      interface Node { id: ID! }
      type Open implements Node @key(fields: "id") { id: ID! name: String key: String @inaccessible }
      type Closed implements Node @inaccessible { id: ID! }
      input Filter { a: Int hidden: Int @inaccessible }
    `,
    resolvers: {
      Query: {
        things: () => [
          { __typename: 'Open', id: '1', name: 'n' },
          { __typename: 'Closed', id: '2' },
        ],
        node: () => ({ __typename: 'Closed', id: '2' }),
        nodes: () => [{ __typename: 'Closed', id: '2' }],
        one: () => ({ id: '1', key: 'k' }),
      },
      Open: { __resolveReference: (it: object) => it },
    },
  },
  b: {
    typeDefs: `
      type Open @key(fields: "id") {
        id: ID! key: String @external opened: String @requires(fields: "key")
      }
    `,
    resolvers: { Open: { opened: ({ key }: { key: string }) => `with ${key}` } },
  },
};

describe('@inaccessible', () => {
  answers(subgraphs, {
    'makes objects of hidden types null, without a word': {
      query: '{ things { ... on Open { name } } node { id } }',
      gives: { things: [{ name: 'n' }, null], node: null },
    },
    'breaks what must not be null, and says where': {
      query: '{ nodes { id } }',
      gives: { nodes: null },
      errors: [['nodes', 0]],
    },
    'lets subgraphs require what clients do not see': {
      query: '{ one { opened } }',
      gives: { one: { opened: 'with k' } },
    },
  });

  it('shows nothing of hidden elements or of the supergraph in the schema', () => {
    const schema = printSchema(federate(subgraphs).engine.apiSchema);
    expect(schema).not.toMatch(/Closed|secret|hidden|key|join__|link|inaccessible/);
    expect(schema).toMatch(/union Thing = Open$/);
  });
});
