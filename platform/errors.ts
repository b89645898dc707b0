import { GraphQLError } from 'graphql';

/** The stable values of `extensions.code` that clients may rely on, and what each means. */
export const ERROR_CODES = {
  UNAUTHENTICATED: 'Nobody is identified where somebody must be, or the token cannot be taken.',
  FORBIDDEN: 'The viewer is known and may not do this.',
  BAD_USER_INPUT: 'The request, or a value in it, cannot be taken; the message says what was expected.',
  CONFLICT: 'Somebody else changed the record first.',
  AUDIT_UNAVAILABLE: 'What has to be on record before it is answered cannot be recorded now.',
  LIMIT_EXCEEDED: 'The request is larger, slower or costs more than it may.',
  OPERATION_NOT_TRUSTED: 'The operation is in no manifest of the client that sends it.',
  GRAPHQL_PARSE_FAILED: 'The document is no GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  OPERATION_RESOLUTION_FAILURE:
    'The document has no operation of that name, or more than one and no name was given.',
  PERSISTED_QUERY_NOT_FOUND: 'No document is kept for the hash. Send it once with its text.',
  PERSISTED_QUERY_NOT_SUPPORTED: 'Documents are not kept for their hashes. Send the text.',
  STORE_READ_ONLY: 'Nothing can be changed at the moment; what is read is answered as ever.',
  STORE_TIMEOUT: 'Reading this part took longer than it may; the rest of the answer stands.',
  DOWNSTREAM_SERVICE_ERROR: 'A subgraph could not answer this part; `service` names it.',
  INTERNAL_SERVER_ERROR: 'A fault of the gateway. The log has it, under the id in x-request-id.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** An error whose message is written for the client and may be shown as it is. */
export class PublicError extends GraphQLError {
  override name = 'PublicError';

  constructor(code: ErrorCode, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { ...extensions, code } });
  }
}

/** Nobody is identified where somebody must be. */
export function unauthenticated(what: string): PublicError {
  return new PublicError(
    'UNAUTHENTICATED',
    `${what} needs a bearer token. Send it as "Authorization: Bearer …".`,
  );
}

/** The viewer is known but lacks a scope. */
export function forbidden(what: string, scope: string): PublicError {
  return new PublicError('FORBIDDEN', `${what} needs the scope ${scope}, which this token does not carry.`);
}

/**
 * Input that cannot be taken. `argument` names it as the client wrote it (`input.amount`), `expected` says
 * what would be taken, `came` what was sent; a long value is cut.
 */
export function badInput(argument: string, expected: string, came: unknown): PublicError {
  const shown = typeof came === 'string' ? JSON.stringify(came) : String(came);
  const cut = shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
  return new PublicError('BAD_USER_INPUT', `${argument}: expected ${expected}, got ${cut}.`, { argument });
}

/** Somebody else changed the record first. */
export function conflict(what: string, expectedVersion: number, version: number): PublicError {
  return new PublicError(
    'CONFLICT',
    `${what} is at version ${version}, not ${expectedVersion}. Read it again and repeat the change.`,
    { version },
  );
}
