import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { Access } from '../../../platform/authorization/access.ts';
import { Authorizer } from '../../../platform/authorization/authorizer.ts';
import { RULE_DIRECTIVES } from '../../../platform/authorization/rules.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import {
  byTags,
  directives,
  drawnViewer,
  letsIn,
  maybeRule,
  type DrawnRule,
} from './support/random-rules.ts';

const SCHEMAS = 250;
const VIEWERS = 5;

/** The places of a schema that rules are drawn for. */
const PLACES = [
  'Query.thing',
  'Query.node',
  'Query.either',
  'A',
  'A.leaf',
  'A.rank',
  'A.code',
  'A.next',
  'B',
  'B.leaf',
  'B.own',
  'Node',
  'Node.leaf',
  'Rank',
  'Code',
] as const;
type Rules = Readonly<Record<(typeof PLACES)[number], DrawnRule>>;

function schemaOf(rules: Rules) {
  const on = (place: keyof Rules) => directives(rules[place]);
  return buildSchema(`
    directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    type Query {
      thing(by: Rank): A ${on('Query.thing')}
      node: Node ${on('Query.node')}
      either: Either ${on('Query.either')}
    }
    interface Node ${on('Node')} { leaf: String ${on('Node.leaf')} }
    union Either = A | B
    type A implements Node ${on('A')} {
      leaf: String ${on('A.leaf')}
      rank: Rank ${on('A.rank')}
      code: Code ${on('A.code')}
      next: A ${on('A.next')}
    }
    type B implements Node ${on('B')} { leaf: String ${on('B.leaf')} own: String ${on('B.own')} }
    enum Rank ${on('Rank')} { LOW }
    scalar Code ${on('Code')}
  `);
}

/** Operations, each with the places whose rules it depends on: all of them must let a viewer in. */
const OPERATIONS: readonly (readonly [string, readonly (keyof Rules)[]])[] = [
  ['{ thing { leaf } }', ['Query.thing', 'A', 'A.leaf']],
  ['{ x: thing { y: rank } }', ['Query.thing', 'A', 'A.rank', 'Rank']],
  ['{ thing { ...F } } fragment F on A { code }', ['Query.thing', 'A', 'A.code', 'Code']],
  [
    '{ thing { next { ... on Node { ... on A { rank } } } } }',
    ['Query.thing', 'A', 'A.next', 'A.rank', 'Rank'],
  ],
  ['{ thing(by: LOW) { leaf } }', ['Query.thing', 'A', 'A.leaf', 'Rank']],
  ['query ($r: Rank = LOW) { thing(by: $r) { leaf } }', ['Query.thing', 'A', 'A.leaf', 'Rank']],
  ['{ node { leaf } }', ['Query.node', 'Node', 'Node.leaf', 'A', 'A.leaf', 'B', 'B.leaf']],
  ['{ either { ... on A { next { code } } } }', ['Query.either', 'A', 'A.next', 'A.code', 'Code', 'B']],
  ['{ either { ... on B { own } } }', ['Query.either', 'B', 'B.own', 'A']],
  [
    '{ either { ... on Node { leaf } } }',
    ['Query.either', 'Node', 'Node.leaf', 'A', 'A.leaf', 'B', 'B.leaf'],
  ],
];

const everyPlace = fc.record(
  Object.fromEntries(PLACES.map((it) => [it, maybeRule])) as Record<keyof Rules, fc.Arbitrary<DrawnRule>>,
);

it(`lets in whom a reference lets in, over 12,500 combinations of rules and viewers`, () => {
  let cases = 0;
  let allowed = 0;
  fc.assert(
    fc.property(
      everyPlace,
      fc.array(drawnViewer, { minLength: VIEWERS, maxLength: VIEWERS }),
      (rules, viewers) => {
        const schema = schemaOf(rules);
        const authorizer = new Authorizer(new Access(schema, RULE_DIRECTIVES), { evaluate: byTags });
        for (const [query, places] of OPERATIONS) {
          const document = parse(query);
          expect(validate(schema, document)).toEqual([]);
          for (const viewer of viewers as Viewer[]) {
            const isLetIn = authorizer.operation(document, null)?.restrictionFor(viewer, {}) === undefined;
            expect(isLetIn, query).toBe(places.every((it) => letsIn(rules[it], viewer)));
            cases++;
            if (isLetIn) allowed++;
          }
        }
      },
    ),
    { numRuns: SCHEMAS },
  );
  expect(cases).toBe(SCHEMAS * VIEWERS * OPERATIONS.length);
  // Both outcomes are common, so that neither answer would pass by itself.
  expect(allowed / cases).toBeGreaterThan(0.05);
  expect(allowed / cases).toBeLessThan(0.95);
});
