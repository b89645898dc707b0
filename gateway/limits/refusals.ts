import { PublicError } from '../../platform/errors.ts';

/** A limit that a request is over. */
export interface OverLimit {
  /** What is limited, as the beginning of a sentence: `The document has more tokens`. */
  readonly what: string;
  readonly limit: number;
  /** What came; absent where it was not counted to its end. */
  readonly came?: number | undefined;
  /** What to do about it, as a sentence. */
  readonly advice: string;
}

/** Refuses what is over a limit (LIMIT_EXCEEDED, 400): says the limit, what came, and what to do. */
export function overLimit({ what, limit, came, advice }: OverLimit): PublicError {
  const isCounted = Number.isSafeInteger(came);
  return new PublicError(
    'LIMIT_EXCEEDED',
    `${what}: expected at most ${limit}, got ${isCounted ? came : 'more'}. ${advice}`,
    { limit, ...(isCounted ? { came } : {}), http: { status: 400 } },
  );
}

/** Refuses a value that no limit would let through (BAD_USER_INPUT, 400). */
export function badValue(argument: string, expected: string, came: unknown): PublicError {
  return new PublicError('BAD_USER_INPUT', `${argument}: expected ${expected}, got ${String(came)}.`, {
    argument,
    http: { status: 400 },
  });
}
