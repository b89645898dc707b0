import { storeReadOnly, storeTimeout } from '../failures.ts';

/** Conditions that PostgreSQL names by these codes, and what they mean here. */
const STATEMENT_TIMEOUT = '57014';
const READ_ONLY = '25006';
const FAILED_TRANSACTION = '25P02';
/** A server that closes or starts, has no connection left, or lost one. */
const LOST = /^(08...|57P0[1-5]|53300)$/;
const LOST_SOCKET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** What the driver says where neither the server nor the system has a code for it. */
const BROKEN_WORDS = /^(Connection terminated|Client (has|was) )/;
const WAITED_WORDS = /^(timeout exceeded when trying to connect|Query read timeout)/;

/** The code by which the server or the system names a failure. */
export function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

/** Whether no connection can be had, or the one at hand is of no use any more. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return LOST.test(code) || LOST_SOCKET.has(code);
  return error instanceof Error && (BROKEN_WORDS.test(error.message) || WAITED_WORDS.test(error.message));
}

/** Whether a connection broke that was there before, so that the same may go well over another one at once. */
export function isBroken(error: unknown): boolean {
  return isLost(error) && !(error instanceof Error && WAITED_WORDS.test(error.message));
}

/** Whether a statement was not tried because another one of its transaction had failed. */
export function isAborted(error: unknown): boolean {
  return codeOf(error) === FAILED_TRANSACTION;
}

/** A failure as it leaves the store: what clients may know has words for them, anything else stays a fault. */
export function storeFailure(error: unknown): unknown {
  switch (codeOf(error)) {
    case STATEMENT_TIMEOUT:
      return storeTimeout();
    case READ_ONLY:
      return storeReadOnly();
    default:
      return error;
  }
}
