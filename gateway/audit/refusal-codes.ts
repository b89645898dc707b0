import type { ErrorCode } from '../../platform/errors.ts';

/** Codes that are no refusals: a step on the way, somebody else's change, or a fault that is nobody's doing. */
const NO_REFUSALS: ReadonlySet<string> = new Set([
  'PERSISTED_QUERY_NOT_FOUND',
  'CONFLICT',
  'DOWNSTREAM_SERVICE_ERROR',
  'INTERNAL_SERVER_ERROR',
] satisfies ErrorCode[]);

const CODE = /"code":"([A-Z_]{1,64})"/g;
const REASON = /"reason":"([A-Z_]{1,64})"/;

/** The codes among `codes` that refuse something, each once, in the order of the alphabet. */
export function refusalCodes(codes: Iterable<unknown>): string[] {
  const refusing = new Set<string>();
  for (const it of codes) if (typeof it === 'string' && !NO_REFUSALS.has(it)) refusing.add(it);
  return [...refusing].sort();
}

/** The codes in the text of an answer that is no answer to an operation. */
export function codesIn(payload: string): string[] {
  return [...new Set(Array.from(payload.matchAll(CODE), ([, code]) => code as string))];
}

/** Why a token was not taken, where the text of an answer says so. */
export function reasonIn(payload: string): string | undefined {
  return REASON.exec(payload)?.[1];
}
