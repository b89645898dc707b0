import type { GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../../platform/errors.ts';
import { clientError } from '../client-errors.ts';

/** Codes of errors that subgraphs write for clients; their messages pass as they are. */
const WRITTEN_FOR_CLIENTS: ReadonlySet<unknown> = new Set<ErrorCode>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'CONFLICT',
  'LIMIT_EXCEEDED',
  'STORE_READ_ONLY',
  'STORE_TIMEOUT',
]);
/** What such errors say beside their message. */
const DETAILS = ['argument', 'version'] as const;

/**
 * A subgraph's error as clients may see it: one that was written for them keeps its words, of any other they
 * learn the subgraph, the path and nothing else.
 */
export function errorForClients(subgraph: string, error: GraphQLFormattedError): GraphQLFormattedError {
  const code = error.extensions?.['code'];
  const path = error.path ? { path: error.path } : {};
  if (!WRITTEN_FOR_CLIENTS.has(code)) return { ...failureOf(subgraph), ...path };
  const details = DETAILS.flatMap((it) =>
    error.extensions?.[it] === undefined ? [] : [[it, error.extensions[it]] as const],
  );
  return {
    ...clientError(code as ErrorCode, error.message, { ...Object.fromEntries(details), service: subgraph }),
    ...path,
  };
}

/** What stands for an answer that did not come or cannot be believed. */
export function failureOf(subgraph: string): GraphQLFormattedError {
  return clientError('DOWNSTREAM_SERVICE_ERROR', `The subgraph ${subgraph} could not answer this part.`, {
    service: subgraph,
  });
}
