import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { accessRuleFaults } from '../../schema/access-rules.ts';
import { compose, CompositionRejected, readRoverConfig } from '../../schema/compose.ts';

const read = (file: string) => readFileSync(join(projectRoot(), file), 'utf8');
const CONFIG = readRoverConfig(read('supergraph.yaml'));

/** Composes the product with a change to the SDL of one subgraph. */
const composed = (subgraph: string, from: string | RegExp, to: string) =>
  compose(CONFIG, ({ name, file }) => {
    const sdl = read(file);
    if (name !== subgraph) return sdl;
    const changed = sdl.replace(from, to);
    expect(changed).not.toBe(sdl);
    return changed;
  });

describe('the composition of the product', () => {
  it.each([
    [
      'a field of the root',
      'catalogue',
      'type Query {',
      'type Query {\n  secrets: String\n',
      'catalogue: Query.secrets has no access rule. Write @authenticated, @requiresScopes, @policy or, where everybody may have it, @public, on the field.',
    ],
    [
      'a mutation',
      'devices',
      'type Mutation {',
      'type Mutation {\n  wipe: Boolean\n',
      'devices: Mutation.wipe has no access rule. Write',
    ],
    [
      'a field that one subgraph adds to the public type of another',
      'contracts',
      /type Offering(\s[^{]*)?\{/,
      '$&\n  margin: Int\n',
      'contracts: Offering.margin has no access rule. Write @authenticated, @requiresScopes, @policy or, where everybody may have it, @public, on the field, or on the type Offering in this subgraph.',
    ],
    [
      'a type',
      'devices',
      /$/,
      '\ntype Beacon { at: String }\nextend type Query { beacon: Beacon @public }\n',
      'devices: Beacon.at has no access rule.',
    ],
    [
      'a rule on a root type',
      'catalogue',
      'type Query {',
      'type Query @public {',
      'catalogue: Query has an access rule',
    ],
    [
      'a rule that names nothing',
      'devices',
      /$/,
      '\nextend type Query { beacon: String @requiresScopes(scopes: [[]]) }\n',
      'devices: Query.beacon: expected names in every list of @requiresScopes, got an empty list.',
    ],
    [
      'rules that contradict each other',
      'devices',
      /$/,
      '\nextend type Query { beacon: String @public @authenticated }\n',
      'devices: Query.beacon is @public and @authenticated. Write one of them.',
    ],
  ])('fails at %s', (_what, subgraph, from, to, message) => {
    expect(() => composed(subgraph, from, to)).toThrow(CompositionRejected);
    expect(() => composed(subgraph, from, to)).toThrow(message);
  });

  it('takes a new field with a rule of its own', () => {
    const { supergraph } = composed(
      'contracts',
      /type Offering(\s[^{]*)?\{/,
      '$&\n  margin: Int @policy(policies: [["partner:GB"]])\n',
    );
    expect(supergraph).toContain('https://specs.apollo.dev/policy/v0.1');
    expect(supergraph).toMatch(/margin: Int.*@policy\(policies: \[\["partner:GB"\]\]\)/);
  });

  it('leaves routers the rules, and what is public', () => {
    const supergraph = read('schema/supergraph.graphql');
    for (const it of ['authenticated', 'requiresScopes']) {
      expect(supergraph).toContain(`@link(url: "https://specs.apollo.dev/${it}/v0.1", for: SECURITY)`);
    }
    expect(supergraph).toMatch(
      /placeHold\(input: PlaceHoldInput!\): PlaceHoldPayload! .*@requiresScopes\(scopes: \[\["catalogue:operate"\]\]\)/,
    );
    expect(supergraph).toMatch(/type Offering\n[\s\S]*?@public\n\{/);
    expect(read('schema/api.graphql')).not.toMatch(/@public|@authenticated|@requiresScopes/);
  });
});

describe('the rules of subgraphs', () => {
  const faults = (sdl: Readonly<Record<string, string>>) => accessRuleFaults(new Map(Object.entries(sdl)));

  it('are not asked for where a subgraph only names what another gives', () => {
    expect(
      faults({
        a: 'type Query { x: X @public } type X @public { id: ID! name: String }',
        b: 'type X { id: ID! name: String @external more: Int @authenticated }',
      }),
    ).toEqual([]);
  });

  it('are those of the implementations for an interface', () => {
    expect(
      faults({
        a: 'type Query { x: I @public } interface I { id: ID! } type X implements I @public { id: ID! }',
        b: 'type I @interfaceObject { id: ID! more: Int }',
      }),
    ).toEqual([expect.stringMatching(/^b: I\.more has no access rule/)]);
  });

  it('stand on no key alone, which the gateway reads for whoever asks', () => {
    const subgraph = (rule: string) => ({
      a: `type Query { x: X @public } type X @key(fields: "id owner { id }") @public { id: ID! ${rule} owner: O! } type O @public { id: ID! }`,
    });
    expect(faults(subgraph('@authenticated'))).toEqual([
      expect.stringMatching(/^a: X\.id is a key, .* on the type X\.$/),
    ]);
    expect(faults(subgraph(''))).toEqual([]);
  });

  it('may stand on an extension of the type', () => {
    expect(
      faults({ a: 'type Query { x: X @public } type X { id: ID! } extend type X @public { more: Int }' }),
    ).toEqual([]);
  });
});
