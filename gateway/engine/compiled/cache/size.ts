import { DEEPEST_VALUE } from '../depth.ts';

/** What a word of the machine and what is around an object or a text take, in bytes; rounded up. */
const WORD = 8;
const AROUND = 24;

/** About how many bytes a JSON value takes in memory; infinitely many where it is too deep to be written. */
export function sizeOf(value: unknown, levels = DEEPEST_VALUE): number {
  if (typeof value === 'string') return AROUND + value.length * 2;
  if (typeof value !== 'object' || value === null) return WORD;
  if (levels === 0) return Infinity;
  let bytes = AROUND;
  for (const key in value) bytes += WORD + sizeOf((value as Record<string, unknown>)[key], levels - 1);
  return bytes;
}
