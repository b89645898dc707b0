import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { refuseOperation } from '../refusal.ts';
import { conditionVariables } from './conditions.ts';
import { plainVariables, type ArePlain } from './plain-variables.ts';

/** An operation as the client wrote it, found in its document; valid against the client's schema. */
export interface ClientOperation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly rootType: GraphQLObjectType;
  /** Variables that `@skip` and `@include` read: each set of their values is planned on its own. */
  readonly conditions: readonly string[];
  /** Whether the values of its variables need no coercing. */
  readonly arePlain: ArePlain;
}

/**
 * The operation of `document` that is to be executed.
 * @throws Refusal for subscriptions, and where there is no such operation.
 */
export function clientOperation(
  document: DocumentNode,
  operationName: string | undefined | null,
  schema: GraphQLSchema,
): ClientOperation {
  const operations = document.definitions.filter((it) => it.kind === Kind.OPERATION_DEFINITION);
  const definition = operationName
    ? operations.find((it) => it.name?.value === operationName)
    : operations.length === 1
      ? operations[0]
      : undefined;
  if (!definition) return refuseOperation('The document has no such operation.');
  if (definition.operation === 'subscription') {
    return refuseOperation('Subscriptions are not served over this gateway.');
  }
  const rootType = schema.getRootType(definition.operation);
  if (!rootType) return refuseOperation(`The schema has no ${definition.operation}.`);
  const fragments = new Map(
    document.definitions.flatMap((it) =>
      it.kind === Kind.FRAGMENT_DEFINITION ? [[it.name.value, it] as const] : [],
    ),
  );
  return {
    definition,
    fragments,
    rootType,
    conditions: conditionVariables([definition, ...fragments.values()]),
    arePlain: plainVariables(definition.variableDefinitions ?? []),
  };
}
