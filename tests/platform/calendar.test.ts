import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, daysIn, isDay, nextDay } from '../../platform/calendar/day.ts';
import { exclusiveEnd, isPartialDate, rangeOf } from '../../platform/calendar/partial-date.ts';
import { coverage, placed, type Period } from '../../platform/calendar/period.ts';

const RUNS = { numRuns: 2_000 };

/** Days close to each other, so that they meet bounds and month ends. */
const day = fc
  .date({ min: new Date('2019-12-20'), max: new Date('2021-03-10'), noInvalidDate: true })
  .map((date) => dayOf(date));
const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, precision]) => text.slice(0, precision));
const bound = fc.option(partial);
const period: fc.Arbitrary<Period> = fc.record({
  from: bound,
  until: bound,
  fromVerified: fc.boolean(),
  untilVerified: fc.boolean(),
});

describe('a day', () => {
  test('exists or not, with leap years', () => {
    for (const text of ['2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01']) {
      expect(isDay(text), text).toBe(true);
    }
    for (const text of [
      '2023-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-4-1',
      '',
    ]) {
      expect(isDay(text), text).toBe(false);
    }
  });

  test('agrees with the calendar of the platform on the length of every month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        expect(daysIn(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      }),
      RUNS,
    );
  });

  test('is followed by the next one, with none between', () => {
    fc.assert(
      fc.property(day, day, (one, other) => {
        const next = nextDay(one);
        expect(isDay(next)).toBe(true);
        expect(next > one).toBe(true);
        expect(other <= one || other >= next).toBe(true);
      }),
      RUNS,
    );
  });

  test('the last one has no other after it', () => {
    expect(nextDay('9999-12-30')).toBe('9999-12-31');
    expect(nextDay('9999-12-31')).toBe('9999-12-31');
  });

  test('is that of the instant in UTC', () => {
    expect(dayOf(new Date('2026-11-23T23:59:59.999Z'))).toBe('2026-11-23');
  });
});

describe('a partial date', () => {
  test('is the range of days that it may mean', () => {
    expect(rangeOf('2024')).toEqual({ earliest: '2024-01-01', latest: '2024-12-31' });
    expect(rangeOf('2024-02')).toEqual({ earliest: '2024-02-01', latest: '2024-02-29' });
    expect(rangeOf('2024-02-03')).toEqual({ earliest: '2024-02-03', latest: '2024-02-03' });
  });

  test('is nothing where the text is no date', () => {
    for (const text of ['2024-13', '2024-00', '2024-02-30', 'soon', '24', '2024-2', ' 2024']) {
      expect(isPartialDate(text), text).toBe(false);
    }
  });

  test('as a last day becomes the first day outside; an imprecise one stays as published', () => {
    expect(exclusiveEnd('2028-06-08')).toBe('2028-06-09');
    expect(exclusiveEnd('2024-12-31')).toBe('2025-01-01');
    expect(exclusiveEnd('2028-06')).toBe('2028-06');
    expect(exclusiveEnd('later')).toBe('later');
  });
});

describe('a period', () => {
  test('is half-open', () => {
    const exact = { from: '2020-02-13', until: '2021-07-06' };
    expect(coverage(exact, '2020-02-12')).toBe('BEFORE');
    expect(coverage(exact, '2020-02-13')).toBe('IN');
    expect(coverage(exact, '2021-07-05')).toBe('IN');
    expect(coverage(exact, '2021-07-06')).toBe('AFTER');
  });

  test('is uncertain inside an imprecise bound and certain outside it', () => {
    const imprecise = { from: '2020-03', until: '2021' };
    expect(coverage(imprecise, '2020-02-29')).toBe('BEFORE');
    expect(coverage(imprecise, '2020-03-01')).toBe('UNCERTAIN');
    expect(coverage(imprecise, '2020-03-30')).toBe('UNCERTAIN');
    expect(coverage(imprecise, '2020-03-31')).toBe('IN');
    expect(coverage(imprecise, '2020-12-31')).toBe('IN');
    expect(coverage(imprecise, '2021-01-01')).toBe('UNCERTAIN');
    expect(coverage(imprecise, '2021-12-31')).toBe('UNCERTAIN');
    expect(coverage(imprecise, '2022-01-01')).toBe('AFTER');
  });

  test('is uncertain where a bound is no date, unless the other one puts the day outside', () => {
    expect(coverage({ from: 'soon', until: null }, '2020-01-01')).toBe('UNCERTAIN');
    expect(coverage({ from: 'soon', until: '2020-01-01' }, '2020-01-01')).toBe('AFTER');
    expect(coverage({ from: '2020-01-02', until: 'later' }, '2020-01-01')).toBe('BEFORE');
  });

  test('neither holds nor ends on a bound that was not verified', () => {
    const from = { from: '2020-01-01', until: null, fromVerified: false };
    const until = { from: '2020-01-01', until: '2021-01-01', untilVerified: false };
    expect(coverage(from, '2019-01-01')).toBe('UNCERTAIN');
    expect(coverage(from, '2025-01-01')).toBe('UNCERTAIN');
    expect(coverage(until, '2020-06-01')).toBe('UNCERTAIN');
    expect(coverage(until, '2025-01-01')).toBe('UNCERTAIN');
    expect(coverage(until, '2019-12-31')).toBe('BEFORE');
  });

  test('says IN or out only where every exact reading of its bounds agrees', () => {
    fc.assert(
      fc.property(period, day, ({ from, until }, on) => {
        const readings = (text: string | null): (string | null)[] => {
          const range = text === null ? null : rangeOf(text);
          return range ? [range.earliest, range.latest] : [null];
        };
        // A month or a year as an end may mean that its last day still belongs to the period.
        const ends = (text: string | null) =>
          readings(text).flatMap((one) =>
            one === null || text?.length === 10 ? [one] : [one, nextDay(one)],
          );
        const places = new Set(
          readings(from).flatMap((first) =>
            ends(until).map((end) => {
              if (first !== null && on < first) return 'OUT';
              return end !== null && on >= end ? 'OUT' : 'IN';
            }),
          ),
        );
        const said = placed({ from, until }, on);
        if (said === 'IN') expect([...places]).toEqual(['IN']);
        else if (said !== 'UNCERTAIN') expect([...places]).toEqual(['OUT']);
        else if (from === null || until === null) expect(places.size).toBe(2);
      }),
      RUNS,
    );
  });

  test('is read as published where its bounds are verified, and never more surely where they are not', () => {
    fc.assert(
      fc.property(period, day, (any, on) => {
        const verified = { ...any, fromVerified: true, untilVerified: true };
        expect(coverage(verified, on)).toBe(placed(any, on));
        const read = coverage(any, on);
        if (read === 'IN') expect(placed(any, on)).toBe('IN');
        if (read === 'BEFORE' || read === 'AFTER') expect(['BEFORE', 'AFTER']).toContain(placed(any, on));
      }),
      RUNS,
    );
  });

  test('passes once: a later day is never in an earlier place', () => {
    const order = { BEFORE: 0, IN: 1, AFTER: 2 };
    fc.assert(
      fc.property(period, day, day, (any, one, other) => {
        // A period that ends before it begins has no place in time.
        fc.pre(any.from === null || any.until === null || any.from < any.until);
        const [earlier, later] = one < other ? [one, other] : [other, one];
        const [first, second] = [coverage(any, earlier), coverage(any, later)];
        if (first === 'UNCERTAIN' || second === 'UNCERTAIN') return;
        expect(order[first]).toBeLessThanOrEqual(order[second]);
      }),
      RUNS,
    );
  });
});
