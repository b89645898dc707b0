import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, GraphQLObjectType, parse, type GraphQLOutputType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { FACTS_SDL, FACTS_SELECTION, factsOf } from '../../subgraphs/catalogue/graphql/facts-sdl.ts';
import { facts } from '../support/eligibility.ts';

const schema = buildASTSchema(
  parse(
    `directive @external on FIELD_DEFINITION directive @shareable on OBJECT directive @inaccessible on FIELD_DEFINITION
     scalar PartialDate type Query { viewer: Viewer } type Viewer { id: ID! } type Offering { id: ID! } ${FACTS_SDL}`,
  ),
  { assumeValidSDL: true },
);

/** The fields of the interfaces in `eligibility/facts.ts`, those inherited included. */
function interfacesOf(source: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [, name, base, body] of source.matchAll(
    /export interface (\w+)(?: extends (\w+))? \{\n([\s\S]*?)\n\}/g,
  )) {
    const fields = new Map(base ? found.get(base) : []);
    // A comment or the next field ends a field; types may span lines.
    const code = (body as string).replace(/\/\*\*[\s\S]*?\*\//g, '');
    for (const [, field, type] of code.matchAll(/readonly (\w+):\s*([^;{}]*(?:\{[^}]*\}[^;]*)?);/g)) {
      fields.set(field as string, (type as string).replace(/\s+/g, ' '));
    }
    found.set(name as string, fields);
  }
  return found;
}

const INTERFACES = interfacesOf(
  readFileSync(join(projectRoot(), 'subgraphs/catalogue/eligibility/facts.ts'), 'utf8'),
);

const typeNamed = (name: string): GraphQLObjectType => schema.getType(name) as GraphQLObjectType;
const isFactType = (name: string): boolean => INTERFACES.has(name) && name !== 'Facts';

describe('the facts that the catalogue requires', () => {
  const names = Object.values(schema.getTypeMap())
    .filter((it): it is GraphQLObjectType => it instanceof GraphQLObjectType && !it.name.startsWith('__'))
    .map((it) => it.name)
    .filter((it) => !['Query', 'Viewer', 'Offering', 'SchemeLevelFact'].includes(it));

  test('are declared for every interface of the decision’s facts, and for nothing else', () => {
    expect(names.toSorted()).toEqual([...INTERFACES.keys()].filter(isFactType).toSorted());
  });

  test.each(names)('%s has the fields of its interface, nullable where they are', (name) => {
    const declared = Object.entries(typeNamed(name).getFields()).map(([field, { type }]) => [
      field,
      isNullable(type),
      isList(type),
    ]);
    const expected = [...(INTERFACES.get(name) as ReadonlyMap<string, string>)].map(([field, type]) => [
      field,
      / \| null$|^null \|/.test(type),
      type.includes('[]'),
    ]);
    expect(declared.toSorted()).toEqual(expected.toSorted());
  });

  test('are selected down to their last field', () => {
    const selected = buildSelection('Viewer', ['levelFacts', 'contractFacts', 'deviceFacts']);
    expect(FACTS_SELECTION.replace(/\s+/g, ' ')).toBe(selected);
  });

  function buildSelection(name: string, only?: readonly string[]): string {
    return Object.values(typeNamed(name).getFields())
      .filter((it) => only?.includes(it.name) ?? true)
      .map((it) => {
        const inner = String(it.type).replace(/[[\]!]/g, '');
        return schema.getType(inner) instanceof GraphQLObjectType
          ? `${it.name} { ${buildSelection(inner)} }`
          : it.name;
      })
      .join(' ');
  }

  const isNullable = (type: GraphQLOutputType): boolean => !String(type).endsWith('!');
  const isList = (type: GraphQLOutputType): boolean => String(type).startsWith('[');
});

describe('the facts that the gateway brings', () => {
  const level = JSON.parse(JSON.stringify(facts().level)) as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any

  test('are taken as they are', () => {
    expect(factsOf({ levelFacts: level }, 'levelFacts')).toEqual(level);
  });

  test.each<[string, unknown]>([
    ['absent', undefined],
    ['null', null],
    ['no object', 'facts'],
    ['a list', [level]],
    ['without a version', { ...level, dataVersion: undefined }],
    ['with null where nothing may be null', { ...level, schemes: null }],
    ['with null among its records', { ...level, agreements: [null] }],
    ['with a record that lacks a field', { ...level, authorisations: [{ id: 'X' }] }],
    [
      'with text for a truth',
      { ...level, memberships: [{ ...level['memberships'][0], fromVerified: 'yes' }] },
    ],
    [
      'with one chain for a list of chains',
      { ...level, schemes: [{ ...level['schemes'][0], chains: ['GB:O'] }] },
    ],
  ])('count as facts that could not be read where they are %s', (_, value) => {
    expect(factsOf({ levelFacts: value }, 'levelFacts')).toBeNull();
  });
});
