import {
  execute,
  Kind,
  parse,
  validate,
  visit,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { shown } from '../../harness/check.ts';

/** Where an answer has not the shape that its question asks for. */
export interface ShapeFault {
  /** Path in the answer. */
  readonly at: string;
  readonly expected: string;
  readonly came: string;
}

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Compares an answer with what was asked: every field selected is there, of its type, not null where it may not
 * be, and nothing else. The question is executed over the answer as the one source of values, so that graphql-js
 * itself judges.
 * @param data of the answer, as JSON.
 */
export async function shapeFaults(schema: GraphQLSchema, asked: Asked, data: unknown): Promise<ShapeFault[]> {
  const document = parse(asked.query);
  const [invalid] = validate(schema, document);
  if (invalid) return [{ at: 'the operation', expected: 'one that the schema takes', came: invalid.message }];
  const missing: ShapeFault[] = [];
  const read = (
    source: Record<string, unknown>,
    _args: unknown,
    _context: unknown,
    info: GraphQLResolveInfo,
  ) => {
    const key = String(info.path.key);
    if (key in source) return source[key];
    missing.push({ at: pathOf(info), expected: `the field ${info.fieldName}`, came: 'nothing' });
    return undefined;
  };
  const result = (await execute({
    schema,
    document,
    variableValues: asked.variables,
    rootValue: data,
    fieldResolver: read as never,
    typeResolver: (value: { __typename?: unknown }, _context, info) => typeOf(value, info, asked),
  })) as ExecutionResult;
  const refused = (result.errors ?? []).map((it) => ({
    at: (it.path ?? []).join('.'),
    expected: 'a value of the type that the schema says',
    came: it.message,
  }));
  return [...missing, ...refused, ...(refused.length > 0 ? [] : differences(data, result.data, []))];
}

/** The type of a value behind an interface or a union: as it says, or as its representation says. */
function typeOf(
  value: { __typename?: unknown },
  info: GraphQLResolveInfo,
  { query, variables }: Asked,
): string {
  if (typeof value.__typename === 'string') return value.__typename;
  const field = entityFields(query).find((it) => it.key === info.path.key);
  const entities = (info.rootValue as Record<string, unknown> | null)?.[info.path.key];
  const place = Array.isArray(entities) ? entities.indexOf(value) : -1;
  const representations = variables[field?.variable ?? ''] as readonly { __typename?: string }[] | undefined;
  const type = representations?.[place]?.__typename;
  if (type === undefined) throw new Error(`no __typename at ${pathOf(info)}`);
  return type;
}

/** The fields of an operation that give entities: their keys in the answer, and the variables of their representations. */
export function entityFields(query: string): { readonly key: string; readonly variable: string }[] {
  const fields: { key: string; variable: string }[] = [];
  visit(parse(query, { noLocation: true }), {
    Field({ name, alias, arguments: args = [] }) {
      const value = args.find((it) => it.name.value === 'representations')?.value;
      if (name.value === '_entities' && value?.kind === Kind.VARIABLE) {
        fields.push({ key: alias?.value ?? name.value, variable: value.name.value });
      }
    },
  });
  return fields;
}

/** Where a value is another one after it was read by its type: a number as text, a field that nobody asked for. */
function differences(came: unknown, read: unknown, path: readonly (string | number)[]): ShapeFault[] {
  if (Array.isArray(came) && Array.isArray(read)) {
    return came.flatMap((it, index) => differences(it, read[index], [...path, index]));
  }
  if (isObject(came) && isObject(read)) {
    return Object.keys(came).flatMap((key) =>
      key in read || key === '__typename'
        ? differences(came[key], key in read ? read[key] : came[key], [...path, key])
        : [{ at: [...path, key].join('.'), expected: 'no field that was not asked for', came: key }],
    );
  }
  return Object.is(came, read) ? [] : [{ at: path.join('.'), expected: shown(read), came: shown(came) }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function pathOf({ path }: GraphQLResolveInfo): string {
  const keys: (string | number)[] = [];
  for (let at: GraphQLResolveInfo['path'] | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys.join('.');
}
