import type { Data } from '../steps/run.ts';

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

/**
 * One shaping of an answer. Places are only kept track of once something is known to be wrong: the first,
 * fast pass stops at the first flaw, and a second one finds and places them all.
 */
export interface Shaping {
  readonly flaws: Flaw[] | undefined;
  /** Answers to the operation's introspection fields, by the client's names. */
  readonly introspection: Data;
}

/** Stands for a null that has been reported and now goes up to the next place that may be null. */
export const NULLED: unique symbol = Symbol('nulled');

/** Gives the client's value for a subgraph's; never changes what it is given. */
export type Complete = (value: unknown, shaping: Shaping, place: ResponsePlace | undefined) => unknown;

/** Thrown by the first pass. */
export const FLAWED: unique symbol = Symbol('flawed');

/** Reports a flaw at `place`. */
export function flaw(shaping: Shaping, place: ResponsePlace | undefined, message: string): typeof NULLED {
  if (!shaping.flaws) throw FLAWED;
  shaping.flaws.push({ message, place });
  return NULLED;
}

/** The place `key` below `above`, where places are kept track of. */
export function below(
  shaping: Shaping,
  above: ResponsePlace | undefined,
  key: string | number,
): ResponsePlace | undefined {
  return shaping.flaws ? { above, key } : undefined;
}

/** The response path of a place. */
export function pathOf(place: ResponsePlace | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at; at = at.above) path.push(at.key);
  return path.toReversed();
}
