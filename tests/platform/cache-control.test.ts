import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fc from 'fast-check';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheControlOf } from '../../platform/subgraph/cache-control.ts';

const PARTS = ['book', 'author', 'shelf', 'draft', 'part', 'own', 'named'];

/** A schema with hints of every kind, of which every field gives something. */
const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean)
    on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    book: Book  author: Author  shelf: [Shelf!]!  draft: Draft  part: Part  named: Named
    own: Book @cacheControl(scope: PRIVATE)
    plain: Int
    hinted: Int @cacheControl(maxAge: 7)
  }
  type Book @key(fields: "id") @cacheControl(maxAge: 50) {
    id: ID  plain: Int  hinted: Int @cacheControl(maxAge: 20)  secret: Int @cacheControl(scope: PRIVATE)
    author: Author  part: Part  shelf: [Shelf!]!  named: Named
    draft: Draft @cacheControl(inheritMaxAge: true)
    own: Author @cacheControl(maxAge: 9, scope: PRIVATE)
  }
  type Author @key(fields: "id") @cacheControl(maxAge: 40, scope: PRIVATE) { id: ID  plain: Int  book: Book  part: Part }
  type Shelf @key(fields: "id") @cacheControl(scope: PUBLIC) { id: ID  plain: Int  book: Book }
  type Draft @key(fields: "id") { id: ID  plain: Int  book: Book }
  type Part @cacheControl(inheritMaxAge: true) { plain: Int  draft: Draft  author: Author @cacheControl(maxAge: 33) }
  interface Named @cacheControl(maxAge: 60) { plain: Int  book: Book }
  type Person implements Named { plain: Int @cacheControl(maxAge: 11)  book: Book }
  type Town implements Named { plain: Int  book: Book @cacheControl(maxAge: 30) }
`);

const everything = (): Record<string, unknown> => ({
  id: '1',
  plain: 1,
  hinted: 2,
  secret: 3,
  __typename: 'Person',
  ...Object.fromEntries(PARTS.map((it) => [it, () => (it === 'shelf' ? [everything()] : everything())])),
});
const rootFields = ['plain', 'hinted', ...PARTS];
const schema = buildSubgraphSchema({
  typeDefs,
  resolvers: {
    Query: Object.fromEntries(
      rootFields.map((it) => [it, () => (everything()[it] as () => unknown)?.call?.(null) ?? 1]),
    ),
  },
});

/** The fields of each type that give leaves, and those that give objects with the type of these. */
const LEAVES: Readonly<Record<string, readonly string[]>> = {
  Query: ['plain', 'hinted'],
  Book: ['id', 'plain', 'hinted', 'secret', '__typename'],
  Author: ['id', 'plain'],
  Shelf: ['id', 'plain'],
  Draft: ['id', 'plain'],
  Part: ['plain', '__typename'],
  Named: ['plain', '__typename'],
};
const OBJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Query: {
    book: 'Book',
    author: 'Author',
    shelf: 'Shelf',
    draft: 'Draft',
    part: 'Part',
    own: 'Book',
    named: 'Named',
  },
  Book: { author: 'Author', part: 'Part', shelf: 'Shelf', named: 'Named', draft: 'Draft', own: 'Author' },
  Author: { book: 'Book', part: 'Part' },
  Shelf: { book: 'Book' },
  Draft: { book: 'Book' },
  Part: { draft: 'Draft', author: 'Author' },
  Named: { book: 'Book' },
};

const selection = (type: string, depth: number): fc.Arbitrary<string> => {
  const leaf = fc.constantFrom(...(LEAVES[type] as string[]));
  const objects = Object.entries(OBJECTS[type] as Record<string, string>);
  const held = fc
    .constantFrom(...objects)
    .chain(([name, of]) => selection(of, depth - 1).map((inside) => `${name} ${inside}`));
  const field = depth > 0 ? fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: held }) : leaf;
  return fc
    .array(field, { minLength: 1, maxLength: 3 })
    .map((fields) => `{ ${[...new Set(fields)].join(' ')} }`);
};
const entities = fc
  .uniqueArray(fc.constantFrom('Book', 'Author', 'Shelf', 'Draft'), { minLength: 1 })
  .chain((types) =>
    fc
      .tuple(...types.map((type) => selection(type, 1).map((inside) => `... on ${type} ${inside}`)))
      .map((parts) => ({
        query: `query ($them: [_Any!]!) { _entities(representations: $them) { ${parts.join(' ')} } }`,
        variables: { them: types.map((__typename) => ({ ...everything(), __typename })) },
      })),
  );
const question = fc.oneof(
  selection('Query', 3).map((query) => ({ query, variables: {} })),
  entities,
);

const read = (header: string | undefined) => {
  const [, maxAge, scope] = /^max-age=(\d+), (public|private)$/.exec(header ?? '') ?? [];
  return { maxAge: Number(maxAge ?? 0), scope };
};

describe('how long an answer may be kept', () => {
  const apollo = new ApolloServer({ schema, plugins: [ApolloServerPluginInlineTraceDisabled()] });
  beforeAll(() => apollo.start());
  afterAll(() => apollo.stop());
  const byApollo = async (it: { query: string; variables: Record<string, unknown> }) => {
    const { body, http } = await apollo.executeOperation(it);
    expect(body.kind === 'single' && body.singleResult.errors).toBeFalsy();
    return http.headers.get('cache-control');
  };

  it('is what Apollo Server finds as it executes, where the answer comes to every field', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(question, async (it) => {
        const theirs = await byApollo(it);
        const ours = cacheControlOf(schema, parse(it.query))(it.variables);
        if (read(ours).maxAge > 0) kept++;
        // What an interface gives may be of a type that allows less than the one that came. Of entities of
        // several types, Apollo Server overlooks those that allow nothing.
        const isStricter = it.query.includes('named') || (it.query.match(/\.\.\. on/g)?.length ?? 0) > 1;
        if (!isStricter) expect(ours).toBe(theirs);
        expect(read(ours).maxAge).toBeLessThanOrEqual(read(theirs).maxAge);
        if (read(theirs).scope === 'private') expect(read(ours).scope).not.toBe('public');
      }),
      { numRuns: 300 },
    );
    expect(kept).toBeGreaterThan(30);
  });

  it('is the least of all types that an interface may give', () => {
    expect(cacheControlOf(schema, parse('{ named { plain } }'))({})).toBe('max-age=11, public');
    expect(cacheControlOf(schema, parse('{ named { book { id } } }'))({})).toBe('max-age=30, public');
  });

  it.each([
    [
      'entities that a variable does not give',
      'query ($a: [_Any!]!) { _entities(representations: $a) { ... on Book { id } } }',
      {},
    ],
    ['entities written in the document', '{ _entities(representations: []) { ... on Book { id } } }', {}],
    [
      'an entity of no known type',
      'query ($a: [_Any!]!) { _entities(representations: $a) { __typename } }',
      { a: [{}, null] },
    ],
    [
      'a part that is asked for as an entity',
      'query ($a: [_Any!]!) { _entities(representations: $a) { __typename } }',
      { a: [{ __typename: 'Part' }] },
    ],
    ['introspection', '{ __schema { queryType { name } } }', {}],
    ['a type name alone', '{ __typename }', {}],
  ])('is nothing for %s', (_what, query, variables) => {
    expect(cacheControlOf(schema, parse(query))(variables)).toBe('no-store');
  });

  it('counts what a condition leaves out', () => {
    const query = 'query ($no: Boolean!) { book { id } author @include(if: $no) { id } }';
    expect(cacheControlOf(schema, parse(query))({ no: false })).toBe('max-age=40, private');
  });
});
