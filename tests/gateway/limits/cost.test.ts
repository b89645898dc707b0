import fc from 'fast-check';
import {
  buildASTSchema,
  execute,
  getIntrospectionQuery,
  getNamedType,
  introspectionFromSchema,
  isCompositeType,
  isObjectType,
  parse,
  printSchema,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeFixture } from '../../support/federation.ts';
import { drawOperation } from '../engine/support/operations.ts';
import { monolith } from '../engine/support/shop-monolith.ts';
import { LITERALS, SHOP } from '../engine/support/shop.ts';
import { priced, pricedSupergraph } from './support/priced.ts';

describe('the examples of the specification', () => {
  // Examples 1 and 2: the field cost is 11, and 7 with three users; the type cost counts Query and the users.
  const users = priced(`
    type User { name: String age: Int @cost(weight: 2) }
    type Query { users(max: Int): [User] @listSize(slicingArguments: ["max"]) }
  `);
  it('users(max: 5) { age }: a field cost of 11 and a type cost of 6', () => {
    expect(users.estimate('{ users(max: 5) { age } }')).toBe(11 + 6);
  });
  it('its answer with three users: a field cost of 7 and a type cost of 4', () => {
    const data = { users: [{ age: 33 }, { age: 45 }, { age: 27 }] };
    expect(users.actual('{ users(max: 5) { age } }', data)).toBe(7 + 4);
  });

  // Examples 10 to 12: arguments and input fields add to the field, and never make it less than nothing.
  const products = priced(`
    input Filter { approx: Boolean @cost(weight: -12) text: String in: [Filter] }
    enum Approximate { YES }
    type Product { id: ID }
    type Query {
      topProducts(filter: Filter @cost(weight: 15)): [String] @cost(weight: 5) @listSize(assumedSize: 10)
      mostPopularProduct(approx: Approximate @cost(weight: -3)): Product @cost(weight: 5)
      cheap(approx: Approximate @cost(weight: -30)): String @cost(weight: 5)
    }
  `);
  it.each<[string, number, Record<string, unknown>?]>([
    ['{ topProducts }', 5],
    ['{ topProducts(filter: { text: "a" }) }', 20],
    ['{ topProducts(filter: { approx: true }) }', 8],
    ['{ topProducts(filter: { text: "a", in: [{ approx: true }, { approx: true }] }) }', 5 + 15 + 1 - 24 + 3],
    ['query ($f: Filter) { topProducts(filter: $f) }', 8, { f: { approx: true } }],
    ['query ($f: Filter) { topProducts(filter: $f) }', 8 + 1, { f: { approx: true, in: null } }],
    ['query ($f: [Filter]) { topProducts(filter: { in: $f }) }', 5 + 15 + 1 - 12, { f: [{ approx: true }] }],
    ['{ mostPopularProduct { id } }', 5 + 1],
    ['{ mostPopularProduct(approx: YES) { id } }', 2 + 1],
    ['{ cheap(approx: YES) }', 0],
  ])('%s has a field cost as there', (query, cost, variables) => {
    expect(products.estimate(query, variables)).toBe(1 + Math.max(0, cost));
  });

  // Example 18: the pages of connections.
  const films = priced(`
    type Film { id: ID } type FilmEdge { cursor: ID node: Film } type PageInfo { end: ID }
    type FilmConnection { edges: [FilmEdge] pageInfo: PageInfo names: [String] }
    type Query {
      films(first: Int, after: ID, last: Int, before: ID): FilmConnection
        @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
      some(first: Int, last: Int = 4): FilmConnection @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"])
      any(first: Int, last: Int): [Film]
        @listSize(assumedSize: 7, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
      grid: [[Film]] @listSize(assumedSize: 3)
      tags(first: Int): [String] @listSize(slicingArguments: ["first"])
      bare: [Film]
    }
  `);
  const page = (rows: number) => 1 + 1 + 1 + 1 + rows * (1 + 1 + 1) + (1 + 1);
  const FILMS = 'edges { node { id } } pageInfo { end } names';
  it.each<[string, number, Record<string, unknown>?]>([
    [`{ films(first: 30) { ${FILMS} } }`, page(30)],
    [`{ films(last: 0) { ${FILMS} } }`, page(0)],
    [`query ($n: Int) { films(first: $n) { ${FILMS} } }`, page(9), { n: 9 }],
    [`query ($n: Int = 8) { films(first: $n) { ${FILMS} } }`, page(8)],
    [`query ($n: Int = 8, $m: Int) { films(first: $n, last: $m) { ${FILMS} } }`, page(8), {}],
    [`{ some { ${FILMS} } }`, page(4)],
    [`{ some(last: 2) { ${FILMS} } }`, page(2)],
    ['{ any { id } }', 1 + 1 + 7],
    ['{ any(first: null) { id } }', 1 + 1 + 7],
    ['{ any(first: 2, last: 3) { id } }', 1 + 1 + 3],
    ['{ grid { id } }', 1 + 1 + 3 * 10],
    ['{ bare { id } }', 1 + 1 + 10],
    ['{ a: bare { id } b: bare { id } }', 1 + 2 * (1 + 10)],
    ['{ bare { id } ... { bare { i: id } } ...B } fragment B on Query { bare { id } }', 1 + 1 + 10],
    ['{ bare @skip(if: true) { id } any @include(if: true) { id } }', 1 + 1 + 7],
    ['query ($c: Boolean!) { bare @include(if: $c) { id } }', 1 + 1 + 10, { c: true }],
    ['query ($c: Boolean!) { bare @include(if: $c) { id } }', 1, { c: false }],
    ['query ($c: Boolean = true) { bare @skip(if: $c) { id } }', 1, {}],
  ])('%s is estimated by the lengths of its lists', (query, cost, variables) => {
    expect(films.estimate(query, variables)).toBe(cost);
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ['LIMIT_EXCEEDED', '{ films(first: 99999999) { names } }'],
    ['LIMIT_EXCEEDED', '{ any(last: 101) { id } }'],
    ['LIMIT_EXCEEDED', 'query ($n: Int) { films(first: $n) { names } }', { n: 101 }],
    ['BAD_USER_INPUT', 'query ($n: Int) { films(first: $n) { names } }', { n: -1 }],
    ['BAD_USER_INPUT', '{ films(first: -1) { names } }'],
    ['BAD_USER_INPUT', '{ films(first: 1, last: 1) { names } }'],
    ['LIMIT_EXCEEDED', 'query ($n: Int) { tags(first: $n) }', { n: 101 }],
    ['BAD_USER_INPUT', '{ films { names } }'],
    ['BAD_USER_INPUT', '{ films(first: null) { names } }'],
    ['BAD_USER_INPUT', 'query ($n: Int, $m: Int) { films(first: $n, last: $m) { names } }', { n: 1, m: 1 }],
  ])('%s: the page of %s', (code, query, variables) => {
    expect(() => films.estimate(query, variables)).toThrow(
      expect.objectContaining({ extensions: expect.objectContaining({ code, http: { status: 400 } }) }),
    );
  });
});

describe('of an object of an abstract type', () => {
  const graph = priced(`
    interface Node { id: ID child: Node price: Int }
    type Light implements Node { id: ID child: Node price: Int }
    type Heavy implements Node @cost(weight: 50) { id: ID child: Node price: Int @cost(weight: 3) many: [Light] @listSize(assumedSize: 4) }
    type Free @cost(weight: 0) { id: ID }
    union All = Light | Heavy | Free
    type Query { node: Node all: All free: Free }
  `);
  it.each([
    ['{ node { id } }', 1 + 1 + 50],
    ['{ node { price } }', 1 + 1 + 50 + 3],
    ['{ node { ... on Light { child { id } } } }', 1 + 1 + Math.max(50, 1 + 1 + 50)],
    [
      '{ all { ... on Light { child { id } child { id } } ... on Heavy { many { id } } } }',
      1 + 1 + 50 + 1 + 4,
    ],
    ['{ free { id } }', 1 + 1 + 0],
  ])('%s is estimated by the type that costs most', (query, cost) => {
    expect(graph.estimate(query)).toBe(cost);
  });

  it('the answer costs what it holds, and the heaviest type where it does not say which', () => {
    const query = '{ all { ... on Light { child { id } } ... on Heavy { many { id } } } node { price } }';
    expect(graph.actual(query, { all: { many: [{ id: 1 }, null] }, node: null })).toBe(
      1 + (1 + 50 + 1 + 1) + 1,
    );
  });

  it('fragments on many types below each other take work that is bounded', () => {
    const types = Array.from({ length: 12 }, (_it, index) => `T${index}`);
    const wide = priced(`
      interface I { id: ID child: I } type Query { root: I }
      ${types.map((it) => `type ${it} implements I { id: ID child: I }`).join('\n')}
    `);
    const shared = (depth: number): string =>
      `{ root { ...F0 } } ${Array.from({ length: depth }, (_it, at) => `fragment F${at} on I { id child { ...F${at + 1} } }`).join(' ')} fragment F${depth} on I { id }`;
    expect(wide.estimate(shared(25))).toBe(1 + 2 * 25 + 2);
    const apart = (depth: number): string =>
      depth === 0 ? 'id' : types.map((it) => `... on ${it} { child { ${apart(depth - 1)} } }`).join(' ');
    expect(wide.estimate(`{ root { ${apart(2)} } }`)).toBe(1 + 2 + 2 * 2);
    expect(() => wide.estimate(`{ root { ${apart(4)} } }`)).toThrow('too much work');
    // Each way down gives other selections, more of them than anybody could look at.
    const mixed = `{ root { ...A0 ...B0 } } ${Array.from(
      { length: 25 },
      (_it, at) =>
        `fragment A${at} on I { ... on T0 { child { ...A${at + 1} } } ... on T1 { child { ...B${at + 1} } } }
         fragment B${at} on I { ... on T0 { child { ...B${at + 1} } } ... on T2 { child { ...A${at + 1} } } }`,
    ).join(' ')} fragment A25 on I { id } fragment B25 on I { id }`;
    expect(wide.estimate(mixed)).toBeGreaterThan(0);
  });
});

describe('introspection', () => {
  const { schema, estimate, actual } = priced(`
    "A thing." interface Thing { id: ID! parts(first: Int = 5, of: [Kind!]): [Part!] }
    enum Kind { A B C } input Ask { kind: Kind! of: [Ask!] }
    type Part implements Thing { id: ID! parts(first: Int = 5, of: [Kind!]): [Part!] }
    type Query { thing(ask: Ask): Thing parts: [Part] }
  `);
  it('of the whole schema is estimated near what it is', () => {
    const query = getIntrospectionQuery();
    const answer = actual(query, introspectionFromSchema(schema));
    expect(estimate(query)).toBeGreaterThan(answer / 2);
    expect(estimate(query)).toBeLessThan(answer * 4);
  });
});

describe('any operation over the shop', () => {
  const supergraph = composeFixture(SHOP);
  const shop = pricedSupergraph(supergraph, { page: 100, assumedList: 20 });
  const one = counting(monolith(buildASTSchema(parse(printSchema(shop.schema))), new Set()));

  it('costs by its answer what its resolvers counted, and no more than was estimated', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { query, variables } = drawOperation(g, shop.schema, LITERALS, { without: new Set(['meta']) });
        const document = parse(query);
        fc.pre(validate(shop.schema, document).length === 0);
        one.resolved = 0;
        const { data, errors } = await execute({
          schema: one.schema,
          document,
          variableValues: variables,
          rootValue: {},
        });
        const plain = JSON.parse(JSON.stringify(data)) as unknown;
        const actual = shop.actual(query, plain, variables);
        const counted = one.resolved + objectsIn(plain);
        // What was resolved and lost to an error is in no answer.
        if (errors) expect(actual, query).toBeLessThanOrEqual(counted);
        else expect(actual, query).toBe(counted);
        expect(shop.estimate(query, variables), query).toBeGreaterThanOrEqual(actual);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** Has a schema count the fields that gave objects, or would have: each weighs 1. */
function counting(schema: GraphQLSchema): { schema: GraphQLSchema; resolved: number } {
  const counted = { schema, resolved: 0 };
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isCompositeType(getNamedType(field.type))) continue;
      const { resolve } = field;
      field.resolve = (source, args, context, info) => {
        counted.resolved++;
        return resolve ? resolve(source, args, context, info) : source[field.name];
      };
    }
  }
  return counted;
}

function objectsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((total: number, it) => total + objectsIn(it), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((total: number, it) => total + objectsIn(it), 1);
}
