import {
  executeSync,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { usesVariables } from './operation/conditions.ts';
import { introspectedKey } from './output/compile-output.ts';
import { collectFields, type OutputContext } from './output/fields.ts';
import type { Data } from './steps/run.ts';

/** What an operation's introspection fields answer, under the keys that shaping looks for. */
export interface Introspected {
  readonly data: Data;
  readonly errors: readonly GraphQLError[];
}

const NOTHING: Introspected = { data: {}, errors: [] };

/** Answers introspection, with the values of the operation's variables. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => Introspected;

/**
 * Compiles the introspection fields that an operation asks of the root of queries; graphql-js answers them.
 * @param sets what is asked of that root.
 */
export function introspection(
  rootType: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  context: OutputContext,
): Introspect {
  const { definition, fragments } = context.operation;
  const schema = context.model.apiSchema;
  const nodes: FieldNode[] = [...collectFields(rootType, sets, context).values()]
    .flat()
    .filter((it) => it.name.value === '__schema' || it.name.value === '__type');
  if (nodes.length === 0) return () => NOTHING;

  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...definition,
        operation: OperationTypeNode.QUERY,
        directives: [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
      },
      ...fragments.values(),
    ],
  };
  const ask = (variableValues: Readonly<Record<string, unknown>>): Introspected => {
    const { data, errors } = executeSync({ schema, document, variableValues });
    const keyed = Object.entries(data ?? {}).map(([name, it]) => [introspectedKey(name), it]);
    return { data: Object.fromEntries(keyed) as Data, errors: errors ?? [] };
  };
  // Without variables the answer is always the same; the schema of an engine never changes.
  if (
    usesVariables({ ...definition, variableDefinitions: [] }) ||
    [...fragments.values()].some(usesVariables)
  ) {
    return ask;
  }
  let known: Introspected | undefined;
  return () => (known ??= ask({}));
}
