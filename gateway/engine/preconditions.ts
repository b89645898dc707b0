import { getVariableValues, GraphQLError, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { ErrorCode } from '../../platform/errors.ts';

/** What a request must bring before anything is planned. */
export interface IncomingOperation {
  readonly schema: GraphQLSchema;
  readonly operation?: OperationDefinitionNode | undefined;
  readonly operationName: string | null;
  readonly request: { readonly variables?: Readonly<Record<string, unknown>> | undefined };
}

/**
 * Why the operation cannot be executed: there is none of that name, or its variables cannot be taken. With
 * an engine Apollo Server leaves both checks to it, and their errors would have no code of their own.
 */
export function refusalsOf(incoming: IncomingOperation): readonly GraphQLError[] {
  const { operation, operationName, request, schema } = incoming;
  if (!operation) {
    const message = operationName
      ? `There is no operation named "${operationName}" in the document.`
      : 'Say by "operationName" which operation of the document is meant.';
    return [refusal(message, 'OPERATION_RESOLUTION_FAILURE')];
  }
  const { errors = [] } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    request.variables ?? {},
    { maxErrors: 10 },
  );
  return errors.map(({ message }) => refusal(message, 'BAD_USER_INPUT' satisfies ErrorCode));
}

function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}
