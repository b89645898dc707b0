import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { CompiledEngine } from '../../../gateway/engine/compiled/compiled-engine.ts';
import { publicErrors } from '../../../gateway/engine/compiled/error-policy.ts';
import { federate } from '../../support/federation.ts';

const TWO = {
  a: {
    typeDefs: `type Query { one(x: Int): One ping: Int } type Mutation { do: Int } type Subscription { ticks: Int }
      type One @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { one: () => ({ id: '1' }), ping: () => 1 } },
  },
  b: {
    typeDefs: `type One @key(fields: "id") { id: ID! far: Int }`,
    resolvers: { One: { far: () => 2 } },
  },
};

describe('planning', () => {
  it('happens once for an operation, also when it is asked for many times at once', async () => {
    const fixture = federate(TWO);
    const query = 'query ($x: Int, $far: Boolean = true) { one(x: $x) { far @include(if: $far) } }';
    await Promise.all([1, 2, 3].map((x) => fixture.ask(query, { x })));
    expect(fixture.engine.size).toBe(1);
    await fixture.ask(query, { far: false });
    expect(fixture.engine.size).toBe(2);
  });

  it('is remembered for a bounded number of operations', async () => {
    const fixture = federate(TWO, { operations: 3 });
    for (let index = 0; index < 10; index++) await fixture.ask(`{ p${index}: ping }`);
    expect(fixture.engine.size).toBe(3);
  });
});

describe('an engine that takes over from another', () => {
  const QUERY = 'query ($far: Boolean = true) { one(x: 1) { id far @include(if: $far) } }';
  const request = (query: string, variables: Record<string, unknown> = {}) => ({
    document: parse(query),
    documentId: query,
    variables,
    context: {},
  });

  it('learns the operations that were asked for, the last first, and plans none of them again', async () => {
    const before = federate(TWO);
    const after = federate(TWO);
    for (const far of [true, false]) await before.ask(QUERY, { far });
    await before.ask('{ ping }');
    const known = before.engine.known();
    expect(known.map((it) => it.conditions)).toEqual([{}, { far: false }, { far: true }]);
    for (const it of known) await after.engine.learn(it);
    expect(after.engine.known().map((it) => it.conditions)).toEqual([{ far: true }, { far: false }, {}]);
    expect(after.engine.size).toBe(3);
    await after.ask(QUERY);
    await after.ask('{ ping }');
    expect(after.engine.size).toBe(3);
  });

  it('is not told of what was rehearsed, unless somebody asked for it since', async () => {
    const { engine } = federate(TWO);
    await engine.execute({ ...request('{ ping }'), isRehearsal: true });
    expect([engine.size, engine.known()]).toEqual([1, []]);
    await engine.execute(request('{ ping }'));
    await engine.execute({ ...request('{ ping }'), isRehearsal: true });
    expect([engine.size, engine.known().length]).toEqual([1, 1]);
  });

  it('refuses what it has no field for, as it does when asked', async () => {
    const before = federate(TWO);
    await before.ask('{ one(x: 1) { far } }');
    const after = federate({ a: TWO.a });
    const [known] = before.engine.known();
    await expect(after.engine.learn(known as NonNullable<typeof known>)).rejects.toThrow();
    expect(after.engine.size).toBe(0);
  });
});

describe('what is compiled', () => {
  it('can be read', async () => {
    const fixture = federate(TWO);
    const query = '{ one(x: 1) { far } ping }';
    const compiled = await fixture.engine.prepare({ document: parse(query), documentId: query, context: {} });
    expect(compiled.describe()).toEqual([
      '1. fetch from a: {_0_one:one(x:1){id}ping}',
      '2. (after 1) fetch entities from b: query($representations:[_Any!]!){_entities(representations:$representations){...on One{far _key_id:id}}}',
      '  $representations ← _0_one',
    ]);
  });
});

describe('what is not served', () => {
  it('is refused before anything is sent', async () => {
    const fixture = federate(TWO);
    for (const query of ['subscription { ticks }', 'query A { ping } query B { ping }']) {
      const answer = await fixture.ask(query);
      expect(answer).not.toHaveProperty('data');
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    }
    expect(fixture.requests).toEqual([]);
  });

  it('includes variables of the wrong type', async () => {
    const fixture = federate(TWO);
    const answer = await fixture.ask('query ($x: Int!) { one(x: $x) { id } }', { x: 'y' });
    expect(answer).not.toHaveProperty('data');
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect(fixture.requests).toEqual([]);
  });

  it('includes operations that spread out to too many fields', async () => {
    const fixture = federate({
      a: { typeDefs: 'type Query { n: N } type N { a: N b: N v: Int }', resolvers: {} },
    });
    const fragments = Array.from(
      { length: 20 },
      (_, index) => `fragment F${index} on N { a { ...F${index + 1} } b { ...F${index + 1} } }`,
    );
    const answer = await fixture.ask(`{ n { ...F0 } } ${fragments.join(' ')} fragment F20 on N { v }`);
    expect(answer.errors?.[0]?.message).toMatch(/too many fields/);
  });

  it('includes texts that are no supergraph', () => {
    const options = { transport: { fetch: async () => ({}) }, errors: publicErrors };
    expect(() => new CompiledEngine({ supergraphSdl: 'type Query { a: Int }', ...options })).toThrow(
      /no composed supergraph/,
    );
  });
});
