import { printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { federate } from '../../../support/federation.ts';

const audit = (of: string) => `
  extend schema @link(url: "https://example.com/audit/v1.0", import: ["@audit"])
    @composeDirective(name: "@audit")
  directive @audit(as: AuditLevel! ${of}) on FIELD | FRAGMENT_SPREAD
  enum AuditLevel { FULL NONE }
  directive @trace(depth: Int! = 3, label: String) on FIELD
`;

const subgraphs = {
  one: {
    typeDefs: `${audit('')} type Query { a: Int } input Unused { x: Int }`,
    resolvers: { Query: { a: () => 1 } },
  },
  two: {
    typeDefs: `${audit('= FULL')} type Query { b: Int }`,
    resolvers: { Query: { b: () => 2 } },
  },
  three: {
    typeDefs: `
      directive @trace(depth: Int! = 3, label: String) on FIELD
      type Query { c: Int }
      enum AuditLevel { FULL NONE }
    `,
    resolvers: { Query: { c: () => 3 } },
  },
};

describe('directives of one’s own in operations', () => {
  it('are shown to clients with the types of their arguments', () => {
    const schema = printSchema(federate(subgraphs).engine.apiSchema);
    expect(schema).toContain('directive @audit(as: AuditLevel! = FULL) on FIELD | FRAGMENT_SPREAD');
    expect(schema).toContain('directive @trace(depth: Int! = 3, label: String) on FIELD');
    expect(schema).toContain('enum AuditLevel');
  });

  it('that some subgraphs compose into the supergraph are taken, and sent to nobody who may not know them', async () => {
    const fixture = federate(subgraphs);
    const query = '{ a @audit b @audit(as: NONE) ...C @audit } fragment C on Query { c @audit }';
    expect(await fixture.ask(query)).toEqual({ data: { a: 1, b: 2, c: 3 } });
    expect(fixture.requests.map((one) => one.query).join()).not.toContain('audit');
  });

  it('that all subgraphs define reach them, with defaults that are the supergraph’s', async () => {
    const fixture = federate(subgraphs);
    const { data } = await fixture.ask('query ($x: String) { a @trace(label: $x) c @trace(depth: 1) }', {
      x: 'here',
    });
    expect(data).toEqual({ a: 1, c: 3 });
    const sent = fixture.requests.map((one) => one.query).sort();
    expect(sent[0]).toContain('a@trace(label:$x depth:3)');
    expect(sent[1]).toContain('c@trace(depth:1)');
  });

  it('on operations and fragments are taken, and stay here', async () => {
    const mark =
      'directive @mark(x: Int) on QUERY | FIELD | FRAGMENT_DEFINITION | FRAGMENT_SPREAD | INLINE_FRAGMENT';
    const fixture = federate({
      one: { typeDefs: `${mark} type Query { a: Int }`, resolvers: { Query: { a: () => 1 } } },
      two: { typeDefs: `${mark} type Query { b: Int }`, resolvers: { Query: { b: () => 2 } } },
    });
    const query =
      'query @mark { ... @mark(x: 1) { a @mark(x: 2) } ...B @mark(x: 3) } fragment B on Query @mark(x: 4) { b }';
    expect(await fixture.ask(query)).toEqual({ data: { a: 1, b: 2 } });
    const sent = fixture.requests.map((one) => one.query).join();
    expect([...sent.matchAll(/@mark\(x:(\d)\)/g)].map((it) => it[1])).toEqual(['2']);
  });
});
