import { describe, expect, it } from 'vitest';
import { federate } from '../../support/federation.ts';

const SUBGRAPHS = {
  a: {
    typeDefs: `
      type Query { one: One things: [Thing!]! }
      interface Thing { id: ID! }
      type One implements Thing @key(fields: "id") { id: ID! other: Other }
      type Two implements Thing @key(fields: "id") { id: ID! }
      type Other @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        one: () => ({ id: '1', other: { id: 'o' } }),
        things: () => [
          { __typename: 'One', id: '1' },
          { __typename: 'Two', id: '2' },
        ],
      },
    },
  },
  b: {
    typeDefs: `
      type One @key(fields: "id") { id: ID! far: String }
      type Two @key(fields: "id") { id: ID! far: String }
      type Other @key(fields: "id") { id: ID! far: String }`,
    resolvers: {
      One: { far: ({ id }: { id: string }) => `one ${id}` },
      Two: { far: ({ id }: { id: string }) => `two ${id}` },
      Other: { far: ({ id }: { id: string }) => `other ${id}` },
    },
  },
};

describe('types of objects', () => {
  it('are not asked for where the schema says what they are', async () => {
    const fixture = federate(SUBGRAPHS);
    const answer = await fixture.ask('{ one { kind: __typename far other { far __typename } } }');
    expect(answer).toEqual({
      data: { one: { kind: 'One', far: 'one 1', other: { far: 'other o', __typename: 'Other' } } },
    });
    for (const { query } of fixture.requests) expect(query).not.toContain('__typename');
  });

  it('are asked for where only the answer says what they are', async () => {
    const fixture = federate(SUBGRAPHS);
    const answer = await fixture.ask('{ things { ... on One { far } ... on Two { far } } }');
    expect(answer).toEqual({ data: { things: [{ far: 'one 1' }, { far: 'two 2' }] } });
    expect(fixture.requests[0]?.query).toContain('__typename');
  });
});
