import type { CodeWriter } from '../code/code-writer.ts';

/** What is wrong with a value, apart from where it is. */
export interface Flaw {
  readonly message: string;
  readonly place: ResponsePlace | undefined;
}

/** A place in the client's answer, from its end to its start. */
export interface ResponsePlace {
  readonly above: ResponsePlace | undefined;
  readonly key: string | number;
}

/** One shaping of an answer that is known to have flaws, which are all found and placed. */
export interface Shaping {
  readonly flaws: Flaw[];
}

/** Stands for a null that has been reported and now goes up to the next place that may be null. */
export const NULLED: unique symbol = Symbol('nulled');

/** Gives the client's value for a subgraph's; never changes what it is given. */
export type Complete = (value: unknown, shaping: Shaping, place: ResponsePlace | undefined) => unknown;

/**
 * Shapes the values of one type, in two ways that agree on every value without a flaw: code that is fast and
 * stops at the first flaw, and a function that finds all flaws with their places.
 */
export interface Shaper {
  /**
   * Writes the client's value for the expression `value`, which may be read more than once: an expression that is
   * never undefined, and throws {@link FLAWED} at a flaw.
   */
  write(value: string, code: CodeWriter): string;
  readonly complete: Complete;
}

/** Thrown by the fast code. */
export const FLAWED: unique symbol = Symbol('flawed');

/** Ends the fast code. */
export function flawed(): never {
  throw FLAWED;
}

/** Reports a flaw at `place`. */
export function flaw(shaping: Shaping, place: ResponsePlace | undefined, message: string): typeof NULLED {
  shaping.flaws.push({ message, place });
  return NULLED;
}

/** The response path of a place. */
export function pathOf(place: ResponsePlace | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at; at = at.above) path.push(at.key);
  return path.toReversed();
}
