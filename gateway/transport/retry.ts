/** Errors of a connection that was not there, or not there any more. */
const CONNECTION_ERRORS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  // The other side closed a kept connection while we were writing to it, or before it answered.
  'UND_ERR_SOCKET',
]);

/**
 * Whether a call that failed with `error` before any byte of an answer came may be sent once more: the
 * connection failed and not the subgraph's work. Timeouts are none of these.
 */
export function isConnectionError(error: unknown): boolean {
  return CONNECTION_ERRORS.has((error as { code?: unknown } | null)?.code);
}
