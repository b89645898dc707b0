import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES, type ErrorCode } from '../platform/errors.ts';

/** The longest message that leaves; clients may have written parts of it. */
const MESSAGE = 1_000;
/** What libraries add for developers or for themselves. */
const NOT_FOR_CLIENTS: ReadonlySet<string> = new Set(['stacktrace', 'exception', 'http', 'originalError']);

const INTERNAL = clientError('INTERNAL_SERVER_ERROR', 'The gateway could not answer this.');

/** An error in the one form in which errors leave the gateway: words for clients, a stable code, its details. */
export function clientError(
  code: ErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): GraphQLFormattedError {
  return { message: cut(message), extensions: { ...details, code } };
}

/**
 * Gives an error of an operation that form. What has no code of {@link ERROR_CODES} is a fault of the
 * gateway's own: its text goes to the log, whatever the mode. No correlation id is among the extensions: it
 * stands in `x-request-id`, so that equal answers are the same bytes.
 */
export function errorFormatter(
  log: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return ({ message, path, locations, extensions: { code, ...extensions } = {} }, error) => {
    const known = code === 'BAD_REQUEST' ? 'BAD_USER_INPUT' : code;
    const at = path ? { path } : {};
    if (!isErrorCode(known) || known === 'INTERNAL_SERVER_ERROR') {
      log.error({ err: error }, 'operation failed');
      return { ...INTERNAL, ...at };
    }
    const details = Object.entries(extensions).filter(([name]) => !NOT_FOR_CLIENTS.has(name));
    const { message: words, ...shown } = clientError(known, message, Object.fromEntries(details));
    return { message: words, ...(locations ? { locations } : {}), ...at, ...shown };
  };
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

function cut(message: string): string {
  return message.length > MESSAGE ? `${message.slice(0, MESSAGE)}…` : message;
}
