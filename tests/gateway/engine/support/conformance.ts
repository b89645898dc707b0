import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (it) => typeof it === 'string',
  String: (it) => typeof it === 'string',
  Boolean: (it) => typeof it === 'boolean',
  Float: (it) => typeof it === 'number',
  Int: (it) => Number.isInteger(it) && Math.abs(it as number) < 2 ** 31,
};

/**
 * What of an answer breaks the GraphQL specification: data that are none of the operation's under the schema,
 * errors without words or with paths that lead nowhere, and nulls that must not be and that no error explains.
 */
export function violations(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  { data, errors }: FormattedExecutionResult,
): string[] {
  const checker = new Checker(schema, document, variables);
  const operation = document.definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new Error('expected an operation');
  if (data === undefined) return errors?.length ? [] : ['neither data nor errors'];
  const found = data === null ? [] : checker.object(root, [operation.selectionSet], data, 'data');
  if (data === null && !errors?.length) found.push('data are null without an error');
  if (errors?.length === 0) found.push('a list of no errors');
  for (const { message, path } of errors ?? []) {
    if (typeof message !== 'string' || message === '') found.push('an error without a message');
    if (path && !leadsSomewhere(data, path)) found.push(`an error at ${path.join('.')}, which is nowhere`);
  }
  return found;
}

/** Whether a path leads to a place of the data, or to one that a null above it took away. */
function leadsSomewhere(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data;
  for (const it of path) {
    if (value === null) return true;
    if (typeof value !== 'object' || value === undefined || !Object.hasOwn(value, it)) return false;
    value = (value as Record<string, unknown>)[it];
  }
  return true;
}

class Checker {
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((it) =>
        it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
      ),
    );
  }

  object(
    type: GraphQLObjectType,
    sets: readonly SelectionSetNode[],
    value: unknown,
    place: string,
  ): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place} is no object`];
    const fields = new Map<string, FieldNode[]>();
    for (const it of sets) this.#collect(type, it, fields);
    const given = Object.keys(value);
    const expected = [...fields.keys()];
    if (given.join() !== expected.join())
      return [`${place} has ${given.join()} where ${expected.join()} was asked`];
    return expected.flatMap((key) => {
      const nodes = fields.get(key) ?? [];
      const [node] = nodes;
      const name = node?.name.value ?? '';
      const it = (value as Record<string, unknown>)[key];
      if (name === '__typename') return it === type.name ? [] : [`${place}.${key} is not ${type.name}`];
      const field = type.getFields()[name];
      if (!field) return [];
      const below = nodes.flatMap((one) => one.selectionSet ?? []);
      return this.#value(field.type, below, it, `${place}.${key}`);
    });
  }

  #value(
    type: GraphQLOutputType,
    sets: readonly SelectionSetNode[],
    value: unknown,
    place: string,
  ): string[] {
    if (isNonNullType(type)) {
      return value === null ? [`${place} is null`] : this.#value(type.ofType, sets, value, place);
    }
    if (value === null) return [];
    if (isListType(type)) {
      if (!Array.isArray(value)) return [`${place} is no list`];
      return value.flatMap((it, index) => this.#value(type.ofType, sets, it, `${place}.${index}`));
    }
    if (isEnumType(type)) return type.getValue(value as string) ? [] : [`${place} is none of ${type.name}`];
    if (isObjectType(type)) return this.object(type, sets, value, place);
    if (isAbstractType(type)) {
      // Which of its types an object is of is told by what it has.
      const found = this.#schema.getPossibleTypes(type).map((it) => this.object(it, sets, value, place));
      return found.some((it) => it.length === 0) ? [] : (found[0] ?? [`${place} is of no type`]);
    }
    return (SCALARS[type.name]?.(value) ?? true) ? [] : [`${place} is no ${type.name}`];
  }

  #collect(type: GraphQLObjectType, { selections }: SelectionSetNode, into: Map<string, FieldNode[]>): void {
    for (const it of selections) {
      if (getDirectiveValues(GraphQLSkipDirective, it, this.#variables)?.['if'] === true) continue;
      if (getDirectiveValues(GraphQLIncludeDirective, it, this.#variables)?.['if'] === false) continue;
      if (it.kind === Kind.FIELD) {
        const key = (it.alias ?? it.name).value;
        into.set(key, [...(into.get(key) ?? []), it]);
        continue;
      }
      const fragment = it.kind === Kind.INLINE_FRAGMENT ? it : this.#fragments.get(it.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      const applies =
        !condition ||
        condition === type ||
        (isAbstractType(condition) && this.#schema.isSubType(condition, type));
      if (applies) this.#collect(type, fragment.selectionSet, into);
    }
  }
}
