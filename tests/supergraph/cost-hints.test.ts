import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  getDirectiveValues,
  getNullableType,
  isIntrospectionType,
  isListType,
  isObjectType,
  parse,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';

const schema = buildASTSchema(
  parse(readFileSync(join(projectRoot(), 'schema', 'supergraph.graphql'), 'utf8')),
  { assumeValid: true },
);
type Field = GraphQLField<unknown, unknown>;

interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  readonly requireOneSlicingArgument?: boolean;
}

function fieldsOf(it: GraphQLSchema): [string, Field][] {
  return Object.values(it.getTypeMap())
    .filter((type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field]));
}

function listSizeOf(field: Field): ListSize | undefined {
  const directive = schema.getDirective('listSize');
  return directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
}

const sized = fieldsOf(schema).flatMap(([name, field]) => {
  const size = listSizeOf(field);
  return size ? [[name, field, size] as const] : [];
});

describe('the hints of costs', () => {
  it('say the length of every list that has an argument `first`', () => {
    const paged = fieldsOf(schema).filter(([, { args }]) => args.some((it) => it.name === 'first'));
    expect(paged.length).toBeGreaterThan(8);
    for (const [name, field] of paged) expect(listSizeOf(field)?.slicingArguments, name).toEqual(['first']);
  });

  it.each(sized)('of %s are valid by section 9.2 of the specification', (_name, field, size) => {
    const isList = (it: Field | undefined) => isListType(getNullableType(it?.type));
    const { slicingArguments = [], sizedFields, assumedSize, requireOneSlicingArgument } = size;
    const type = getNullableType(field.type);
    if (sizedFields) {
      const fields = isObjectType(type) ? type.getFields() : {};
      expect(sizedFields.every((it) => isList(fields[it]))).toBe(true);
    } else expect(isList(field)).toBe(true);
    const slicing = slicingArguments.map((name) => field.args.find((it) => it.name === name));
    for (const it of slicing) expect(String(it?.type)).toMatch(/^Int!?$/);
    if (assumedSize !== undefined && slicing.length > 0) {
      expect(requireOneSlicingArgument).toBe(false);
      expect(slicing.every((it) => it?.defaultValue === undefined)).toBe(true);
    }
  });

  it('are nothing that clients see', () => {
    const api = readFileSync(join(projectRoot(), 'schema', 'api.graphql'), 'utf8');
    expect(api).not.toMatch(/@cost|@listSize/);
  });
});
