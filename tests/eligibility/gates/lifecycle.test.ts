import { describe, expect, test } from 'vitest';
import type { LifecycleFact } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import {
  available,
  deviceModel,
  deviceProfile,
  facts,
  finding,
  profile,
  verdict,
  withModels,
} from '../../support/eligibility.ts';

const of = (over: Partial<LifecycleFact>, on?: string) =>
  verdict('LIFECYCLE', { profile: profile({ lifecycle: available(over) }), ...(on ? { ask: { on } } : {}) });

describe('an offering that is offered on the day passes', () => {
  test('where it is available', () => {
    expect(of({})).toBe('PASS OFFERED');
  });

  test('from the day on which it becomes available, and not a day earlier', () => {
    expect(of({ availableFrom: '2026-02-24' }, '2026-02-24')).toBe('PASS OFFERED');
    expect(of({ availableFrom: '2026-02-24' }, '2026-02-23')).toBe('FAIL NOT_YET_OFFERED');
  });

  test('until its sale ends, even where it is recorded as discontinued since', () => {
    const snowcone = { status: 'DISCONTINUED', availableFrom: '2020-06', endOfSale: '2024-11-12' } as const;
    expect(of(snowcone, '2024-11-11')).toBe('PASS OFFERED');
    expect(of(snowcone, '2024-11-12')).toBe('FAIL RETIRED');
  });
});

describe('an offering that is not offered on the day fails, and nothing unlocks it', () => {
  test('where it is planned without a day', () => {
    const found = finding('LIFECYCLE', { profile: profile({ lifecycle: available({ status: 'PLANNED' }) }) });
    expect(found).toMatchObject({ status: 'FAIL', code: 'NOT_YET_OFFERED', unlocks: [] });
  });

  test('where it is discontinued without a day', () => {
    expect(of({ status: 'DISCONTINUED' })).toBe('FAIL RETIRED');
  });

  test('where its support has ended', () => {
    expect(of({ status: 'EXISTING_CUSTOMERS_ONLY', endOfSupport: '2025-11-12' })).toBe('FAIL RETIRED');
  });
});

describe('somebody has to confirm', () => {
  test('where it is closed to new customers, since existing ones differ', () => {
    const snowball = { status: 'EXISTING_CUSTOMERS_ONLY', endOfSale: '2025-11-07' } as const;
    const since2020 = { ...snowball, availableFrom: '2020-06' };
    expect(of(snowball)).toBe('REVIEW CLOSED_TO_NEW_CUSTOMERS');
    expect(of(since2020, '2025-11-06')).toBe('PASS OFFERED');
    expect(of({ status: 'EXISTING_CUSTOMERS_ONLY' })).toBe('REVIEW CLOSED_TO_NEW_CUSTOMERS');
  });

  test('before the day that its facts describe, where no first day is published', () => {
    expect(of({}, '2026-11-22')).toBe('REVIEW LIFECYCLE_DATE_UNCERTAIN');
    expect(of({}, '1990-01-01')).toBe('REVIEW LIFECYCLE_DATE_UNCERTAIN');
    expect(of({ availableFrom: '2019-05-01' }, '2026-11-22')).toBe('PASS OFFERED');
  });

  test('where it is supported, superseded or unknown, so that its orderability is not published', () => {
    for (const status of ['SUPPORTED', 'SUPERSEDED', 'UNKNOWN'] as const) {
      expect(of({ status }), status).toBe('REVIEW ORDERABILITY_NOT_CONFIRMED');
    }
  });

  test('where it was planned for a day that has passed', () => {
    expect(of({ status: 'PLANNED', availableFrom: '2026-01-01' })).toBe('REVIEW ORDERABILITY_NOT_CONFIRMED');
  });

  test('where the day falls inside an imprecise date', () => {
    expect(of({ endOfSale: '2026' })).toBe('REVIEW LIFECYCLE_DATE_UNCERTAIN');
    expect(of({ endOfSupport: '2026-11' })).toBe('REVIEW LIFECYCLE_DATE_UNCERTAIN');
  });

  test('where the lifecycle or the record itself was not verified', () => {
    expect(of({ verification: 'UNVERIFIED' })).toBe('REVIEW LIFECYCLE_UNVERIFIED');
    expect(of({ verification: 'ILLUSTRATIVE', status: 'DISCONTINUED' })).toBe('REVIEW LIFECYCLE_UNVERIFIED');
    expect(verdict('LIFECYCLE', { profile: profile({ verification: 'ILLUSTRATIVE' }) })).toBe(
      'REVIEW LIFECYCLE_UNVERIFIED',
    );
  });
});

describe('for a device the lifecycle of the model counts', () => {
  const device = (over: Partial<Parameters<typeof verdict>[1]> = {}) =>
    verdict('LIFECYCLE', {
      profile: deviceProfile({ lifecycle: available({ status: 'PLANNED' }) }),
      ...over,
    });

  test('and not that of the profile', () => {
    expect(device()).toBe('PASS OFFERED');
    const retired = deviceModel({ lifecycle: available({ status: 'DISCONTINUED' }) });
    expect(device({ facts: withModels(retired) })).toBe('FAIL RETIRED');
  });

  test('and is UNKNOWN where the device facts could not be read', () => {
    expect(device({ facts: facts({ device: null }) })).toBe('UNKNOWN DEVICES_UNREADABLE');
  });

  test('and needs confirmation where no such model is published', () => {
    expect(device({ facts: withModels() })).toBe('REVIEW DEVICE_NOT_PUBLISHED');
  });
});
