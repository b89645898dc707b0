import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  discontinuedFrom,
  LIFECYCLE_STATUSES,
  statusOn,
  type Lifecycle,
} from '../../../subgraphs/devices/domain/lifecycle.ts';

const lifecycle = (parts: Partial<Lifecycle>): Lifecycle => ({
  status: 'AVAILABLE',
  words: 'available',
  availableFrom: null,
  endOfSale: null,
  endOfSupport: null,
  note: null,
  ...parts,
});

describe('the status on a day', () => {
  const snowcone = lifecycle({
    status: 'DISCONTINUED',
    endOfSale: '2024-11-12',
    endOfSupport: '2025-11-12',
  });

  test.each([
    ['2024-11-11', 'AVAILABLE'],
    ['2024-11-12', 'DISCONTINUED'],
    ['2026-11-23', 'DISCONTINUED'],
  ])('of a model whose sale ended on 2024-11-12, on %s: %s', (day, status) => {
    expect(statusOn(snowcone, day)).toBe(status);
  });

  test('is discontinued after a published end, whatever the published status says', () => {
    for (const status of ['AVAILABLE', 'SUPPORTED', 'SUPERSEDED', 'PLANNED', 'UNKNOWN'] as const) {
      expect(statusOn(lifecycle({ status, endOfSale: '2025-01-01' }), '2025-01-01')).toBe('DISCONTINUED');
    }
  });

  test('stays closed to new customers until support ends', () => {
    const closed = lifecycle({
      status: 'EXISTING_CUSTOMERS_ONLY',
      endOfSale: '2025-11-07',
      endOfSupport: '2027-01-01',
    });
    expect(statusOn(closed, '2025-11-06')).toBe('AVAILABLE');
    expect(statusOn(closed, '2025-11-07')).toBe('EXISTING_CUSTOMERS_ONLY');
    expect(statusOn(closed, '2027-01-01')).toBe('DISCONTINUED');
  });

  test('is planned before the first day, and the published status from it on', () => {
    const local = lifecycle({ availableFrom: '2026-02-24' });
    expect(statusOn(local, '2026-02-23')).toBe('PLANNED');
    expect(statusOn(local, '2026-02-24')).toBe('AVAILABLE');
  });

  test('is unknown inside an imprecise date and certain around it', () => {
    const ending = lifecycle({ endOfSale: '2025-06' });
    expect(statusOn(ending, '2025-05-31')).toBe('AVAILABLE');
    expect(statusOn(ending, '2025-06-15')).toBe('UNKNOWN');
    expect(statusOn(ending, '2025-07-01')).toBe('DISCONTINUED');
  });

  test('without any date is the published one', () => {
    for (const status of LIFECYCLE_STATUSES)
      expect(statusOn(lifecycle({ status }), '2026-01-01')).toBe(status);
  });
});

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const partialDate = day.chain((it) => fc.constantFrom(it, it.slice(0, 7), it.slice(0, 4)));
const anyLifecycle = fc
  .record({
    status: fc.constantFrom(...LIFECYCLE_STATUSES),
    availableFrom: fc.option(partialDate),
    endOfSale: fc.option(partialDate),
    endOfSupport: fc.option(partialDate),
  })
  .map(lifecycle);

test('a model is discontinued exactly from the day that stores filter by, and for good', () => {
  fc.assert(
    fc.property(anyLifecycle, day, (published, on) => {
      const from = discontinuedFrom(published);
      expect(statusOn(published, on) === 'DISCONTINUED').toBe(from !== null && on >= from);
    }),
    { numRuns: 3000 },
  );
});
