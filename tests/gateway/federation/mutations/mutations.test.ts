import { describe, expect, it } from 'vitest';
import { federate, type FixtureSubgraph } from '../../../support/federation.ts';

/** Two subgraphs that change and read one counter, so that the order of everything shows. */
function counting(): Record<string, FixtureSubgraph> {
  let count = 0;
  const subgraph = (name: string): FixtureSubgraph => ({
    typeDefs: `
      type Query { ${name}: Int }
      type Mutation { ${name}Add(by: Int!): Count! ${name}Fail: Count }
      type Count @key(fields: "id") { id: ID! ${name}After: Int }
    `,
    resolvers: {
      Mutation: {
        [`${name}Add`]: async (_: unknown, { by }: { by: number }) => {
          await new Promise((resolve) => setTimeout(resolve, 5 - (by % 5)));
          count += by;
          return { id: String(count) };
        },
        [`${name}Fail`]: () => {
          throw new Error('secret');
        },
      },
      Count: { [`${name}After`]: () => count },
    },
  });
  return { a: subgraph('a'), b: subgraph('b') };
}

describe('mutations', () => {
  it('run one after the other, each with everything below it', async () => {
    const fixture = federate(counting());
    const answer = await fixture.ask(`mutation {
      one: aAdd(by: 1) { id bAfter }
      two: bAdd(by: 10) { id aAfter }
      three: bAdd(by: 100) { aAfter bAfter }
      __typename
      four: aAdd(by: 1000) { bAfter }
    }`);
    expect(answer).toEqual({
      data: {
        one: { id: '1', bAfter: 1 },
        two: { id: '11', aAfter: 11 },
        three: { aAfter: 111, bAfter: 111 },
        __typename: 'Mutation',
        four: { bAfter: 1111 },
      },
    });
  });

  it('go to their subgraph together where nothing else is asked', async () => {
    const fixture = federate(counting());
    const answer = await fixture.ask('mutation { one: aAdd(by: 1) { id } two: aAdd(by: 2) { aAfter } }');
    expect(answer.data).toEqual({ one: { id: '1' }, two: { aAfter: 3 } });
    expect(fixture.requests).toHaveLength(1);
  });

  it('go on after one that failed', async () => {
    const fixture = federate(counting());
    const answer = await fixture.ask('mutation { aFail { id } bAdd(by: 1) { id aAfter } }');
    expect(answer.data).toEqual({ aFail: null, bAdd: { id: '1', aAfter: 1 } });
    expect(answer.errors).toMatchObject([
      { path: ['aFail'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', service: 'a' } },
    ]);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});
