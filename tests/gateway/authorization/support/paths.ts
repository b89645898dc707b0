import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** A way from the root to objects of a type: fields, each on the object type it is asked of. */
export interface Way {
  readonly operation: 'query' | 'mutation';
  readonly steps: readonly Step[];
}

interface Step {
  readonly on: string;
  readonly field: string;
  /** Whether what holds the field may be of other types too. */
  readonly narrows: boolean;
  readonly text: string;
}

/** The shortest way to each object type of a schema that any leads to. */
export function waysTo(schema: GraphQLSchema): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  const queue: [GraphQLObjectType, Way, boolean][] = [];
  for (const operation of ['query', 'mutation'] as const) {
    const root = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    if (root) queue.push([root, { operation, steps: [] }, false]);
  }
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [type, way, narrows] = next;
    if (ways.has(type.name)) continue;
    ways.set(type.name, way);
    for (const field of Object.values(type.getFields())) {
      const given = getNamedType(field.type);
      if (!isCompositeType(given)) continue;
      const text = `${field.name}${argumentsOf(field.args)}`;
      const steps = [...way.steps, { on: type.name, field: field.name, narrows, text }];
      const types = isAbstractType(given) ? schema.getPossibleTypes(given) : [given];
      for (const it of types)
        if (isObjectType(it)) queue.push([it, { ...way, steps }, isAbstractType(given)]);
    }
  }
  return ways;
}

/** The ways in which a selection can be written. */
export const KINDS = ['plain', 'aliases', 'inline fragments', 'named fragments', 'the type’s name'] as const;
export type Kind = (typeof KINDS)[number];

/** An operation that asks for `selection` of the objects of `type` at the end of a way. */
export function asking({ operation, steps }: Way, type: string, selection: string, kind: Kind): string {
  const fragments: string[] = [];
  const narrowed = (on: string, inner: string, must: boolean): string => {
    if (kind === 'named fragments') {
      const name = `F${fragments.length}`;
      fragments.push(`fragment ${name} on ${on} { ${inner} }`);
      return `...${name}`;
    }
    if (kind === 'inline fragments') return `... { ... on ${on} { ${inner} } }`;
    return must ? `... on ${on} { ${inner} }` : inner;
  };
  const asked = kind === 'the type’s name' ? '__typename' : selection;
  // What is given may be of other types too; a fragment on the type itself changes nothing.
  let text = narrowed(type, asked, true);
  for (const [index, step] of steps.toReversed().entries()) {
    const alias = kind === 'aliases' ? `a${index}: ` : '';
    text = narrowed(step.on, `${alias}${step.text} { ${text} }`, step.narrows);
  }
  return [`${operation} { ${text} }`, ...fragments].join('\n');
}

/** Arguments that a field needs, with values that it takes. */
export function argumentsOf(args: readonly GraphQLArgument[]): string {
  const needed = args.filter(isRequiredArgument).map((it) => `${it.name}: ${literal(it.type)}`);
  return needed.length > 0 ? `(${needed.join(', ')})` : '';
}

const SCALARS: Readonly<Record<string, string>> = {
  Int: '1',
  Boolean: 'true',
  Date: '"2026-11-23"',
  DateTime: '"2026-11-23T00:00:00Z"',
  Decimal: '"1"',
  PartialDate: '"2026"',
};

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '"x"';
  const needed = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${needed.map((it) => `${it.name}: ${literal(it.type)}`).join(', ')} }`;
}
