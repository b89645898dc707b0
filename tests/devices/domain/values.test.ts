import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockWarnings } from '../../../subgraphs/devices/domain/clock.ts';
import { afterReport, type Connection } from '../../../subgraphs/devices/domain/connection.ts';
import { readCount } from '../../../subgraphs/devices/domain/count.ts';
import { authorisationScope } from '../../../subgraphs/devices/domain/device-model.ts';
import { canonicalQuantity, isQuantity, sumOf } from '../../../subgraphs/devices/domain/quantity.ts';

describe('quantities', () => {
  const Exact = Decimal.clone({ precision: 60, toExpNeg: -40, toExpPos: 60 });
  const quantity = fc
    .tuple(fc.stringMatching(/^\d{1,18}$/), fc.option(fc.stringMatching(/^\d{1,12}$/)))
    .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`));

  test('add exactly, as decimal numbers do', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        expect(sumOf(a, b)).toBe(new Exact(a).plus(b).toFixed());
        expect(sumOf(a, b)).toBe(sumOf(b, a));
      }),
      { numRuns: 1000 },
    );
  });

  test('are written in one way', () => {
    expect(['007', '1.50', '0.0', '10', '0.000000000001'].map(canonicalQuantity)).toEqual([
      '7',
      '1.5',
      '0',
      '10',
      '0.000000000001',
    ]);
  });

  test.each(['-1', '1e3', '', '.5', '1.', '1,5', '1.0000000000000', '1234567890123456789'])(
    'are not written as %j',
    (text) => expect(isQuantity(text)).toBe(false),
  );
});

test.each([
  [3, { words: '3', minimum: 3, maximum: 3 }],
  ['1 or 2', { words: '1 or 2', minimum: 1, maximum: 2 }],
  ['4, expandable to 16', { words: '4, expandable to 16', minimum: 4, maximum: 16 }],
  ['minimum 3', { words: 'minimum 3', minimum: 3, maximum: null }],
  ['a handful', { words: 'a handful', minimum: null, maximum: null }],
])('the count %j is read as far as it is certain', (published, expected) => {
  expect(readCount(published)).toEqual(expected);
});

describe('whose authorisation it is', () => {
  test.each([
    ['online service', null],
    ['online service, Azure Government Secret', 'TOP SECRET'],
    ['AWS GovCloud (US) service AWS Snowball Edge', null],
    ['OCI Government Cloud service Roving Edge Service', 'IL5'],
    ['device management service', 'IL5'],
  ])('«%s» is the service’s, whatever level the device has', (scope, level) => {
    expect(authorisationScope(scope, level)).toBe('SERVICE');
  });

  test('without a scope it is the device’s only where the device has a level of its own', () => {
    expect(authorisationScope(null, 'TOP SECRET')).toBe('DEVICE');
    expect(authorisationScope(null, null)).toBe('SERVICE');
    expect(authorisationScope('the device itself', null)).toBe('DEVICE');
  });
});

describe('the connection after reports', () => {
  const unknown: Connection = { state: 'UNKNOWN', offlineSince: null, reportedAt: null };
  const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;

  test('keeps since when it has been offline while it stays so', () => {
    const first = afterReport(unknown, 'OFFLINE', at(1));
    expect(afterReport(first, 'OFFLINE', at(5))).toEqual({
      state: 'OFFLINE',
      offlineSince: at(1),
      reportedAt: at(5),
    });
    expect(afterReport(first, 'ONLINE', at(5))).toMatchObject({ state: 'ONLINE', offlineSince: null });
  });

  test('does not change by a report about an earlier instant', () => {
    const online = afterReport(unknown, 'ONLINE', at(5));
    expect(afterReport(online, 'OFFLINE', at(4))).toBe(online);
  });
});

describe('warnings about a device’s clock', () => {
  const now = new Date('2026-11-23T12:00:00Z');

  test('are none for a clock that is about right', () => {
    const entries = [{ sequence: 1, at: '2026-11-23T12:04:00Z' }];
    expect(clockWarnings(entries, new Date('2026-11-23T11:56:00Z'), now)).toEqual([]);
  });

  test('name the worst entry of each kind, and the offset with its sign', () => {
    const entries = [
      { sequence: 3, at: '2026-11-20T00:00:00Z' },
      { sequence: 1, at: '2026-11-23T12:10:00Z' },
      { sequence: 2, at: '2026-11-23T13:00:00Z' },
    ];
    expect(clockWarnings(entries, new Date('2026-11-23T11:00:00Z'), now)).toEqual([
      { kind: 'OFFSET', seconds: -3600, sequence: null },
      { kind: 'AHEAD', seconds: 3600, sequence: 2 },
      { kind: 'BACKWARDS', seconds: -306_000, sequence: 3 },
    ]);
  });
});
