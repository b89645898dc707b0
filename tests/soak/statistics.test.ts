import { describe, expect, it } from 'vitest';
import { percentile, trendOf } from './statistics.ts';

describe('the figures of the soak', () => {
  it('find the slope of a line, and are sure of it', () => {
    const { slope, margin } = trendOf([0, 1, 2, 3, 4].map((x) => [x, 3 * x + 7]));
    expect(slope).toBeCloseTo(3, 9);
    expect(margin).toBeCloseTo(0, 9);
  });

  it('are not sure of the slope of a saw, which is about zero', () => {
    const { slope, margin } = trendOf(Array.from({ length: 100 }, (_, x) => [x, x % 2 === 0 ? 10 : 20]));
    expect(Math.abs(slope)).toBeLessThan(margin);
  });

  it('know nothing of fewer than three points', () => {
    expect(
      trendOf([
        [0, 1],
        [1, 2],
      ]).margin,
    ).toBe(Number.POSITIVE_INFINITY);
  });

  it('find percentiles', () => {
    const values = Array.from({ length: 100 }, (_, it) => 100 - it);
    expect([percentile(values, 0.5), percentile(values, 0.99)]).toEqual([51, 100]);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
