import { describe, expect, it } from 'vitest';
import { narrower, permissionOf } from '../../../gateway/engine/compiled/cache/permission.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');

describe('what cache-control permits', () => {
  it.each([
    ['max-age=60, public', { until: NOON + 60_000, isPublic: true }],
    ['public, max-age=60', { until: NOON + 60_000, isPublic: true }],
    ['max-age=60, private', { until: NOON + 60_000, isPublic: false }],
    ['max-age=60', { until: NOON + 60_000, isPublic: false }],
    ['MAX-AGE=60, PUBLIC', { until: NOON + 60_000, isPublic: true }],
    ['max-age=0, public', undefined],
    ['max-age=-1', undefined],
    ['max-age=soon', undefined],
    ['max-age', undefined],
    ['public', undefined],
    ['no-store', undefined],
    ['max-age=60, no-store', undefined],
    ['no-cache, max-age=60', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is of "%s": %o', (header, permission) => {
    expect(permissionOf(header, NOON)).toEqual(permission);
  });

  it('ends at midnight UTC, for which an answer of another day is due', () => {
    const late = Date.parse('2026-11-26T23:59:30Z');
    expect(permissionOf('max-age=300', late)?.until).toBe(Date.parse('2026-11-27T00:00:00Z'));
  });

  it('is, of two parts, what both permit', () => {
    const some = { until: 1, isPublic: true };
    expect(narrower(some, { until: 2, isPublic: false })).toEqual({ until: 1, isPublic: false });
    expect(narrower(some, some)).toEqual(some);
  });
});
