import { GraphQLError } from 'graphql';

/** The stable values of `extensions.code` that clients may rely on. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'LIMIT_EXCEEDED'
  | 'OPERATION_NOT_TRUSTED'
  | 'DOWNSTREAM_SERVICE_ERROR'
  | 'INTERNAL_SERVER_ERROR';

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
