/** The value below which a share of `ascending` lies; NaN of nothing. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}

/** A figure that was measured in each round. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spread(values: readonly number[]): Spread {
  const ascending = values.toSorted((a, b) => a - b);
  const middle = (ascending.length - 1) / 2;
  const low = ascending[Math.floor(middle)] as number;
  const high = ascending[Math.ceil(middle)] as number;
  return { median: (low + high) / 2, least: ascending[0] as number, most: ascending.at(-1) as number };
}
