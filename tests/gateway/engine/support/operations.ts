import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  parseConstValue,
  valueFromASTUntyped,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** An operation that is valid against a schema, with its variables. */
export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What is drawn at all; everything by default. */
export interface Drawing {
  readonly kind?: 'query' | 'mutation';
  /** Names of fields, and of types of fragments, that are left out. */
  readonly without?: ReadonlySet<string>;
  /** Whether to leave out `@skip` and `@include`, aliases that are names of fields, and fragments on what an object implements. */
  readonly tame?: boolean;
  /** How many fields and fragments lead to the lowest at most. */
  readonly depth?: number;
}

/** Literals for arguments of each type, by its name. */
export type Literals = Readonly<Record<string, readonly string[]>>;

interface Writing {
  readonly g: GeneratorValue;
  readonly schema: GraphQLSchema;
  readonly literals: Literals;
  readonly without: ReadonlySet<string>;
  readonly tame: boolean;
  readonly depth: number;
  readonly definitions: Map<string, { type: string; value: unknown }>;
  readonly fragments: string[];
  /** Response names in use across the operation, so that no two of them can conflict. */
  names: number;
}

const DEPTH = 4;
const FIELDS = 3;

/**
 * Draws an operation: aliases (some of them names of other fields), arguments as literals and variables,
 * inline and named fragments over types that overlap, `@skip` and `@include`, introspection of types' names.
 */
export function drawOperation(
  g: GeneratorValue,
  schema: GraphQLSchema,
  literals: Literals,
  { kind = 'query', without = new Set(), tame = false, depth = DEPTH }: Drawing = {},
): GeneratedOperation {
  const writing: Writing = {
    g,
    schema,
    literals,
    without,
    tame,
    depth,
    definitions: new Map(),
    fragments: [],
    names: 0,
  };
  const root = schema.getRootType(kind as never);
  if (!root) throw new Error(`no ${kind}`);
  const selections = writeSelections(writing, root, 0);
  const definitions = [...writing.definitions].map(([name, { type }]) => `$${name}: ${type}`);
  return {
    query: `${kind} Drawn${definitions.length > 0 ? `(${definitions.join(', ')})` : ''} ${selections} ${writing.fragments.join(' ')}`,
    variables: Object.fromEntries([...writing.definitions].map(([name, { value }]) => [name, value])),
  };
}

function writeSelections(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { g } = writing;
  const count = g(fc.integer, { min: 1, max: FIELDS });
  const parts: string[] = [];
  for (let index = 0; index < count; index++) {
    const fragment = g(fc.integer, { min: 0, max: isAbstractType(type) ? 2 : 5 }) === 0;
    if ((fragment || !('getFields' in type)) && depth < writing.depth) {
      parts.push(writeFragment(writing, type, depth));
    } else {
      parts.push('getFields' in type ? writeField(writing, type, depth) : '__typename');
    }
  }
  return `{ ${parts.join(' ')} }`;
}

function writeField(writing: Writing, type: GraphQLObjectType | GraphQLInterfaceType, depth: number): string {
  const { g } = writing;
  const fields = Object.values(type.getFields()).filter(
    (it) =>
      !writing.without.has(it.name) && (depth < writing.depth || !isCompositeType(getNamedType(it.type))),
  );
  const pick = g(fc.integer, { min: 0, max: fields.length });
  const field = fields[pick];
  if (!field) return `${alias(writing, '__typename')}__typename${condition(writing)}`;
  const args = field.args.flatMap((it) => writeArgument(writing, it));
  const named = getNamedType(field.type);
  const below = isCompositeType(named) ? ` ${writeSelections(writing, named, depth + 1)}` : '';
  const given = args.length > 0 ? `(${args.join(', ')})` : '';
  return `${alias(writing, field.name)}${field.name}${given}${condition(writing)}${below}`;
}

function writeFragment(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { g, schema } = writing;
  const possible = isObjectType(type) ? [type] : schema.getPossibleTypes(type);
  const overlapping = Object.values(schema.getTypeMap()).filter(
    (it): it is GraphQLCompositeType =>
      isCompositeType(it) &&
      !it.name.startsWith('__') &&
      !writing.without.has(it.name) &&
      !(writing.tame && isAbstractType(it) && isObjectType(type)) &&
      possible.some((one) => it === one || (isAbstractType(it) && schema.isSubType(it, one))),
  );
  const on = overlapping[g(fc.integer, { min: 0, max: overlapping.length - 1 })] ?? type;
  const body = writeSelections(writing, on, depth + 1);
  if (g(fc.boolean)) return `... on ${on.name}${condition(writing)} ${body}`;
  const name = `F${writing.fragments.length}`;
  writing.fragments.push(`fragment ${name} on ${on.name} ${body}`);
  return `...${name}${condition(writing)}`;
}

/** An alias; always a new one or none, where the same field may stand twice with other arguments. */
function alias(writing: Writing, name: string): string {
  const choice = writing.g(fc.integer, { min: 0, max: 9 });
  if (choice === 0 && name !== '__typename') return '';
  const disguise = ['id', 'title', 'price', 'x', 'isbn', 'dims', 'name'][choice % 7] ?? 'x';
  return `${disguise}${writing.names++ === 0 && !writing.tame ? '' : writing.names}: `;
}

function condition(writing: Writing): string {
  const { g } = writing;
  if (writing.tame || g(fc.integer, { min: 0, max: 7 }) !== 0) return '';
  const name = g(fc.boolean) ? 'skip' : 'include';
  const value = g(fc.boolean);
  if (g(fc.boolean)) return ` @${name}(if: ${value})`;
  const variable = `c${g(fc.integer, { min: 0, max: 2 })}`;
  if (!writing.definitions.has(variable)) writing.definitions.set(variable, { type: 'Boolean!', value });
  return ` @${name}(if: $${variable})`;
}

function writeArgument(writing: Writing, argument: GraphQLArgument): string[] {
  const { g } = writing;
  const required = isNonNullType(argument.type) && argument.defaultValue === undefined;
  if (!required && g(fc.boolean)) return [];
  const literal = writeValue(writing, argument.type);
  if (g(fc.integer, { min: 0, max: 2 }) !== 0) return [`${argument.name}: ${literal}`];
  const variable = `v${writing.definitions.size}`;
  const value = valueFromASTUntyped(parseConstValue(literal));
  writing.definitions.set(variable, { type: String(argument.type), value });
  return [`${argument.name}: $${variable}`];
}

function writeValue(writing: Writing, type: GraphQLInputType): string {
  const { g } = writing;
  if (isNonNullType(type)) return writeValue(writing, type.ofType);
  if (isListType(type)) {
    const count = g(fc.integer, { min: 0, max: 2 });
    return `[${Array.from({ length: count }, () => writeValue(writing, type.ofType)).join(', ')}]`;
  }
  const values = isEnumType(type)
    ? type.getValues().map((it) => it.name)
    : (writing.literals[type.name] ?? ['null']);
  return values[g(fc.integer, { min: 0, max: values.length - 1 })] ?? 'null';
}
