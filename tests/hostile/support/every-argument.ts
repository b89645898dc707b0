import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { projectRoot } from '../../../platform/facts/data-directory.ts';

/** A query of one field with one text in all its arguments that take text. */
export interface ArgumentQuery {
  /** `offerings`, `viewer.offers`. */
  readonly field: string;
  readonly query: string;
}

const CURSOR = 'after';
/** How deep inputs within inputs are filled in. */
const DEPTH = 3;
/** Values of the scalars that take no text of any kind. */
const OTHERS: Readonly<Record<string, string>> = {
  CountryCode: '"GB"',
  Int: '1',
  Float: '1',
  Boolean: 'true',
  Date: '"2026-11-23"',
  PartialDate: '"2026"',
  DateTime: '"2026-11-23T12:00:00Z"',
  Decimal: '"1"',
};

/** For every root field, and every field of the viewer, that takes text: a query with `text` in all of it. */
export function everyArgument(text: string): readonly ArgumentQuery[] {
  const schema = buildSchema(readFileSync(join(projectRoot(), 'schema/api.graphql'), 'utf8'));
  const query = schema.getQueryType()?.getFields() ?? {};
  const viewer = getNamedType(query['viewer']?.type);
  const below = viewer && 'getFields' in viewer ? viewer.getFields() : {};
  const roots = Object.values(query).flatMap((it) => queryOf(it as GraphQLField<unknown, unknown>, text));
  const own = Object.values(below).flatMap((it) => queryOf(it as GraphQLField<unknown, unknown>, text));
  return [
    ...roots.map(({ field, query }) => ({ field, query: `{ ${query} }` })),
    ...own.map(({ field, query }) => ({ field: `viewer.${field}`, query: `{ viewer { ${query} } }` })),
  ];
}

function queryOf({ name, args, type }: GraphQLField<unknown, unknown>, text: string): ArgumentQuery[] {
  const selection = isCompositeType(getNamedType(type)) ? ' { __typename }' : '';
  // A cursor that is none ends a question before its filters are read: it has a question of its own.
  return [
    args.filter((it) => it.name !== CURSOR),
    args.filter((it) => it.name === CURSOR || isNonNullType(it.type)),
  ]
    .map((given) => given.map((it) => `${it.name}: ${valueOf(it.type, text, DEPTH)}`).join(', '))
    .filter((filled, index, all) => filled.includes(JSON.stringify(text)) && all.indexOf(filled) === index)
    .map((filled) => ({ field: name, query: `${name}(${filled})${selection}` }));
}

function valueOf(type: GraphQLInputType, text: string, depth: number): string {
  if (isNonNullType(type)) return valueOf(type.ofType, text, depth);
  if (isListType(type)) return `[${valueOf(type.ofType, text, depth)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (!isInputObjectType(type)) return OTHERS[type.name] ?? JSON.stringify(text);
  const fields = Object.values(type.getFields()).filter((it) => isNonNullType(it.type) || depth > 0);
  // Of an input that is one of several, one is given.
  const given = type.isOneOf ? fields.slice(0, 1) : fields;
  return `{ ${given.map((it) => `${it.name}: ${valueOf(it.type, text, depth - 1)}`).join(', ')} }`;
}
