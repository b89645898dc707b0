import { isCompositeType, type GraphQLCompositeType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { supergraphAccess } from '../../../gateway/authorization/supergraph-access.ts';
import { withoutRules } from '../../../gateway/authorization/without-rules.ts';
import { composeFixture, federate } from '../../support/federation.ts';
import { FIXTURE } from './support/fixture.ts';
import { codes, ENGINE_NAMES, guarded, holding, nobody } from './support/guarded.ts';

describe('what a field is made from', () => {
  const rulesOf = (sdl: string, field: string) => {
    const access = supergraphAccess(sdl);
    const [type = '', name = ''] = field.split('.');
    const found = access.schema.getType(type);
    return access.ofSelection(found as GraphQLCompositeType, name).map((it) => it.key);
  };

  it('counts, in a supergraph whose composition did not ask for it', () => {
    // As composed before composition looked at what `@requires` needs.
    const sdl = composeFixture(FIXTURE).replace(
      /(tax: Int @join__field\([^)]*\)) @requiresScopes\([^)]*\)/,
      '$1',
    );
    expect(sdl).toMatch(/tax: Int @join__field\([^)]*\)\n/);
    expect(rulesOf(sdl, 'Person.tax')).toEqual(['scopes [["admin"],["hr","read:salary"]]']);
    expect(rulesOf(sdl, 'Person.greeting')).toEqual([]);
  });

  it('counts through what that is made from, and ends where it leads back', () => {
    const sdl = composeFixture({
      one: {
        typeDefs: `type Query { a: A } type A @key(fields: "id") { id: ID! first: String @authenticated b: A }`,
      },
      two: {
        typeDefs: `type A @key(fields: "id") { id: ID! first: String @external
          second: String @requires(fields: "first") @authenticated }`,
      },
      three: {
        typeDefs: `type A @key(fields: "id") { id: ID! second: String @external b: A @external
          third: String @requires(fields: "second b { second }") @authenticated }`,
      },
    }).replace(/((?:second|third): String (?:@join__field\([^)]*\) ?)+)@authenticated/g, '$1');
    expect(rulesOf(sdl, 'A.second')).toEqual(['authenticated']);
    expect(rulesOf(sdl, 'A.third')).toEqual(['authenticated']);
    expect(rulesOf(sdl, 'A.id')).toEqual([]);
  });

  it('counts where it comes from a context above', () => {
    const sdl = composeFixture({
      one: {
        typeDefs: `
          type Query { top: Top }
          type Top @key(fields: "id") @context(name: "top") @authenticated {
            id: ID! secret: String @requiresScopes(scopes: [["secret"]]) inner: Inner }
          type Inner @key(fields: "id") { id: ID!
            told(secret: String @fromContext(field: "$top { secret }")): String @authenticated @requiresScopes(scopes: [["secret"]]) }`,
      },
    }).replace(/(told: String @join__field\([^\n]*?\]\))[^\n]*/, '$1');
    expect(rulesOf(sdl, 'Inner.told')).toEqual(['authenticated', 'scopes [["secret"]]']);
    expect(rulesOf(sdl, 'Inner.id')).toEqual([]);
  });
});

describe('an interface object', () => {
  const SUBGRAPHS = {
    one: {
      typeDefs: `
        type Query { open: String all: [Thing!] }
        interface Thing @key(fields: "id") { id: ID! }
        type A implements Thing @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { open: () => 'o', all: () => [{ __typename: 'A', id: '1' }] } },
    },
    two: {
      typeDefs: `type Thing @key(fields: "id") @interfaceObject { id: ID!
        note: String @requiresScopes(scopes: [["note"]]) free: String }`,
      resolvers: { Thing: { __resolveReference: (it: object) => it, note: () => 'n', free: () => 'f' } },
    },
  };

  it.each(ENGINE_NAMES)('guards what it adds to all implementations, with the %s engine', async (name) => {
    const subject = await guarded(SUBGRAPHS, name);
    for (const query of ['{ all { id free note } }', '{ all { id ... on A { free note } } }']) {
      const answer = await subject.ask(holding(), query);
      expect(answer.data).toEqual({ all: [{ id: '1', free: 'f', note: null }] });
      expect(codes(answer)).toEqual({ 'all.0.note': 'FORBIDDEN' });
      const allowed = await subject.ask(holding('note'), query);
      expect(allowed).toEqual({ data: { all: [{ id: '1', free: 'f', note: 'n' }] } });
    }
  });
});

describe('an interface', () => {
  it('is as its implementations are, in a supergraph that does not say so itself', async () => {
    const subgraphs = {
      one: {
        typeDefs: `
          type Query { open: String all: [Thing!] }
          interface Thing { id: ID! name: String }
          type A implements Thing { id: ID! name: String @requiresScopes(scopes: [["a"]]) }
          type B implements Thing @authenticated { id: ID! name: String }`,
        resolvers: {
          Query: {
            open: () => 'o',
            all: () => [
              { __typename: 'A', id: '1', name: 'n' },
              { __typename: 'B', id: '2', name: 'm' },
            ],
          },
        },
      },
    };
    const supergraphSdl = composeFixture(subgraphs).replaceAll(/interface Thing[\s\S]*?\}/g, (it) =>
      it.replaceAll(/@authenticated|@requiresScopes\([^)]*\)/g, ''),
    );
    const subject = await guarded(federate(subgraphs, { supergraphSdl }), 'compiled');
    const answer = await subject.ask(holding(), '{ all { id name } }');
    expect(answer.data).toEqual({
      all: [
        { id: '1', name: null },
        { id: '2', name: null },
      ],
    });
    const byType = await subject.ask(holding(), '{ all { ... on B { name } ... on A { id } } }');
    expect(byType).toEqual({ data: { all: [{ id: '1' }, { name: 'm' }] } });
    // Nobody may have objects of B at all; nobody knows what else would be one.
    expect((await subject.ask(nobody, '{ open all { ... on A { id } } }')).data).toEqual({
      open: 'o',
      all: null,
    });
  });
});

describe('a supergraph without its rules', () => {
  it('has none of their links, names and types, and all else', () => {
    const sdl = composeFixture(FIXTURE);
    const bare = withoutRules(sdl);
    expect(sdl).toMatch(/@authenticated|@policy|@requiresScopes/);
    expect(bare).not.toMatch(/authenticated|policy|requiresScopes/i);
    expect(bare).toContain('salary: Int');
    const plain = composeFixture({ one: { typeDefs: 'type Query { a: String }' } });
    expect(withoutRules(plain)).toBe(plain);
  });

  it('is read under names that a link gave the directives', async () => {
    const sdl = composeFixture(FIXTURE)
      .replace(
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)',
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "known", for: SECURITY)',
      )
      .replaceAll('@authenticated', '@known');
    for (const engine of ['compiled', 'apollo'] as const) {
      const subject = await guarded(federate(FIXTURE, { supergraphSdl: sdl }), engine);
      expect((await subject.ask(nobody, '{ open me { name } }')).data).toEqual({ open: 'open', me: null });
    }
    expect(isCompositeType(supergraphAccess(sdl).schema.getType('Me'))).toBe(true);
  });
});
