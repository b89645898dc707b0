import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';
import { answers } from '../cases.ts';

const subgraphs = {
  a: {
    typeDefs: `
      type Query { users: [User] byKind(kind: Kind): [User] strict: Strict }
      type User @key(fields: "id") { id: ID! kind: Kind kinds: [Kind] }
      type Strict { kind: Kind! name: String }
      enum Kind { REGULAR ANONYMOUS @inaccessible }
    `,
    resolvers: {
      Query: {
        users: () => [
          { id: '1', kind: 'REGULAR', kinds: ['ANONYMOUS', 'REGULAR'] },
          { id: '2', kind: 'ANONYMOUS' },
        ],
        byKind: (_: unknown, { kind }: { kind: string }) => [{ id: '1', kind }],
        strict: () => ({ kind: 'ANONYMOUS', name: 'n' }),
      },
    },
  },
};

describe('values of enums that clients do not see', () => {
  answers(subgraphs, {
    'are null, without an error': {
      query: '{ users { id kind kinds } }',
      gives: {
        users: [
          { id: '1', kind: 'REGULAR', kinds: [null, 'REGULAR'] },
          { id: '2', kind: null, kinds: null },
        ],
      },
    },
    'make null what must have a value': {
      query: '{ strict { kind name } }',
      gives: { strict: null },
      errors: [['strict', 'kind']],
    },
    'can be given where they are seen': {
      query: 'query ($kind: Kind) { byKind(kind: $kind) { kind } }',
      variables: { kind: 'REGULAR' },
      gives: { byKind: [{ kind: 'REGULAR' }] },
    },
  });

  it('cannot be given', async () => {
    const fixture = federate(subgraphs);
    await expect(fixture.ask('{ byKind(kind: ANONYMOUS) { id } }')).rejects.toThrow(/ANONYMOUS/);
    const answer = await fixture.ask('query ($kind: Kind) { byKind(kind: $kind) { id } }', {
      kind: 'ANONYMOUS',
    });
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect('data' in answer).toBe(false);
    expect(fixture.requests).toEqual([]);
  });
});
