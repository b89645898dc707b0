/** Deeper values could not be written as JSON; nobody means them. */
export const DEEPEST_VALUE = 500;

/** Whether a value is nested at most {@link DEEPEST_VALUE} levels deep. */
export function isWritable(value: unknown): boolean {
  return isWithin(value, DEEPEST_VALUE);
}

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((it) => isWithin(it, levels - 1));
}
