/** A line through measurements, with how sure its slope is. */
export interface Trend {
  /** In units of y per unit of x. */
  readonly slope: number;
  /** Half the width of the slope's 95 % confidence interval; infinite where there are too few measurements. */
  readonly margin: number;
}

/** The 97.5th percentile of the normal distribution: measurements are many. */
const Z = 1.96;

/** The least-squares line through points (x, y). */
export function trendOf(points: readonly (readonly [number, number])[]): Trend {
  const count = points.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (count < 3 || spread === 0) return { slope: 0, margin: Number.POSITIVE_INFINITY };
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, margin: Z * Math.sqrt(residual / (count - 2) / spread) };
}

/** The value below which `share` of `values` lie; NaN where there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, it) => sum + it, 0) / values.length;
}
