import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, nextDay } from '../../../platform/calendar/day.ts';
import {
  holdDays,
  statusOn,
  turningDays,
  type ContractDates,
  type HoldDates,
} from '../../../subgraphs/contracts/domain/status.ts';

const NONE: ContractDates = { awarded: null, start: null, end: null, cancelled: null };
const status = (dates: Partial<ContractDates>, holds: readonly HoldDates[], on: string) =>
  statusOn(
    turningDays({ ...NONE, ...dates }),
    holds.map((it) => holdDays(it)).filter((it) => it !== null),
    on,
  );

describe('the status on a day', () => {
  it('begins on the first day and ends after the last', () => {
    const dates = { start: '2024-11-01', end: '2029-10-31' };
    expect(status(dates, [], '2024-10-31')).toBe('PLANNED');
    expect(status(dates, [], '2024-11-01')).toBe('ACTIVE');
    expect(status(dates, [], '2029-10-31')).toBe('ACTIVE');
    expect(status(dates, [], '2029-11-01')).toBe('EXPIRED');
  });

  it('counts from the award where no start is published', () => {
    expect(status({ awarded: '2019-10-25' }, [], '2019-10-24')).toBe('PLANNED');
    expect(status({ awarded: '2019-10-25' }, [], '2019-10-25')).toBe('ACTIVE');
    expect(status({ awarded: '2019-10-25', start: '2020-01-01' }, [], '2019-12-31')).toBe('PLANNED');
  });

  it('is planned inside an imprecise start, until the last day that it may mean', () => {
    const dates = { start: '2022-12', end: '2028-12' };
    expect(status(dates, [], '2022-12-30')).toBe('PLANNED');
    expect(status(dates, [], '2022-12-31')).toBe('ACTIVE');
  });

  it('is expired inside an imprecise end, from the first day on which it may have ended', () => {
    const dates = { start: '2022-12', end: '2028-12' };
    expect(status(dates, [], '2028-11-30')).toBe('ACTIVE');
    expect(status(dates, [], '2028-12-01')).toBe('ACTIVE');
    expect(status(dates, [], '2028-12-02')).toBe('EXPIRED');
  });

  it('holds from the first to the last day that an imprecise hold may mean', () => {
    const hold = { from: '2021-07-21', until: '2022-04' };
    expect(status({ start: '2021-01-01' }, [hold], '2021-07-20')).toBe('ACTIVE');
    expect(status({ start: '2021-01-01' }, [hold], '2021-07-21')).toBe('ON_HOLD');
    expect(status({ start: '2021-01-01' }, [hold], '2022-04-30')).toBe('ON_HOLD');
    expect(status({ start: '2021-01-01' }, [hold], '2022-05-01')).toBe('ACTIVE');
  });

  it('lasts on hold until it is lifted, whose day is no longer on hold', () => {
    const start = '2020-01-01';
    expect(status({ start }, [{ from: '2020-02-01', until: null }], '2050-01-01')).toBe('ON_HOLD');
    expect(status({ start }, [{ from: '2020-02-01', until: '2020-03-01' }], '2020-03-01')).toBe('ACTIVE');
  });

  it('is null where no date says whether it has begun, and not after its end', () => {
    expect(status({}, [], '2026-11-23')).toBeNull();
    expect(status({ end: '2026-10-28' }, [], '2026-10-28')).toBeNull();
    expect(status({ end: '2026-10-28' }, [], '2026-10-29')).toBe('EXPIRED');
  });
});

const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map(dayOf);
const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([it, length]) => it.slice(0, length));
const dates: fc.Arbitrary<ContractDates> = fc.record({
  awarded: fc.option(partial),
  start: fc.option(partial),
  end: fc.option(partial),
  cancelled: fc.option(partial),
});
const hold: fc.Arbitrary<HoldDates> = fc.record({ from: partial, until: fc.option(partial) });
const RUNS = { numRuns: 1_000 };

describe('whatever the dates', () => {
  it('cancelled is final', () => {
    fc.assert(
      fc.property(dates, fc.array(hold, { maxLength: 3 }), day, day, (some, holds, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        fc.pre(status(some, holds, earlier) === 'CANCELLED');
        expect(status(some, holds, later)).toBe('CANCELLED');
      }),
      { numRuns: 300 },
    );
  });

  it('an expired contract is never active again', () => {
    fc.assert(
      fc.property(dates, fc.array(hold, { maxLength: 3 }), day, day, (some, holds, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        fc.pre(status(some, holds, earlier) === 'EXPIRED');
        expect(['EXPIRED', 'CANCELLED']).toContain(status(some, holds, later));
      }),
      { numRuns: 300 },
    );
  });

  it('one more hold never makes a contract active', () => {
    fc.assert(
      fc.property(dates, fc.array(hold, { maxLength: 3 }), hold, day, (some, holds, more, on) => {
        const before = status(some, holds, on);
        const after = status(some, [...holds, more], on);
        expect(after === before || after === 'ON_HOLD').toBe(true);
      }),
      RUNS,
    );
  });

  it('every reading of an imprecise date that is active on a day agrees with an active answer', () => {
    fc.assert(
      fc.property(dates, day, fc.nat(400), (some, on, pick) => {
        fc.pre(status(some, [], on) === 'ACTIVE');
        const precise = Object.fromEntries(
          Object.entries(some).map(([key, value]) => [key, value === null ? null : within(value, pick)]),
        ) as unknown as ContractDates;
        expect(status(precise, [], on)).toBe('ACTIVE');
      }),
      { numRuns: 300 },
    );
  });
});

/** Some day that a partial date may mean. */
function within(date: string, pick: number): string {
  let it = date.length === 10 ? date : date.length === 7 ? `${date}-01` : `${date}-01-01`;
  for (let step = 0; step < pick && nextDay(it).startsWith(date); step += 1) it = nextDay(it);
  return it;
}
