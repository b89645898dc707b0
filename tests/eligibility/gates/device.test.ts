import { describe, expect, test } from 'vitest';
import type { DeviceModelFact } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import {
  deviceModel,
  deviceProfile,
  facts,
  finding,
  verdict,
  withModels,
  type Question,
} from '../../support/eligibility.ts';

const of = (over: Partial<DeviceModelFact>, ask: Question['ask'] = { offlineDays: 10 }) =>
  verdict('DEVICE', { profile: deviceProfile(), facts: withModels(deviceModel(over)), ask: ask ?? {} });

describe('an offering that is no device', () => {
  test('passes where neither a device nor offline work is asked for', () => {
    expect(verdict('DEVICE')).toBe('PASS NOT_ASKED');
  });

  test('fails where one is asked for, and nothing unlocks that', () => {
    expect(finding('DEVICE', { ask: { offlineDays: 10 } })).toMatchObject({ code: 'NO_DEVICE', unlocks: [] });
    expect(verdict('DEVICE', { ask: { deviceModel: 'box-1' } })).toBe('FAIL NO_DEVICE');
  });

  test('needs no device facts', () => {
    expect(verdict('DEVICE', { facts: facts({ device: null }) })).toBe('PASS NOT_ASKED');
  });
});

describe('a device that works offline, long enough, passes', () => {
  test('for the days asked and no more', () => {
    expect(of({ maxDisconnectedDays: 30 }, { offlineDays: 30 })).toBe('PASS OFFLINE_LONG_ENOUGH');
    expect(of({ maxDisconnectedDays: 30 }, { offlineDays: 31 })).toBe('FAIL OFFLINE_TOO_SHORT');
  });

  test('where it is the model asked for', () => {
    expect(of({}, { deviceModel: 'box-1', offlineDays: 1 })).toBe('PASS OFFLINE_LONG_ENOUGH');
  });

  test('and one that cannot passes where no offline work is asked for, and the finding says so', () => {
    for (const offlineDays of [null, 0]) {
      expect(of({ offlineCapable: false }, { offlineDays })).toBe('PASS NO_OFFLINE_WORK_ASKED');
    }
    const question = { profile: deviceProfile(), facts: withModels(deviceModel({ offlineCapable: false })) };
    expect(finding('DEVICE', question).message).toContain('does not work offline');
  });
});

describe('a device that cannot fails, and nothing unlocks that', () => {
  test('where it is another model', () => {
    expect(of({}, { deviceModel: 'box-2' })).toBe('FAIL OTHER_MODEL');
  });

  test('where it does not work offline', () => {
    expect(of({ offlineCapable: false })).toBe('FAIL NOT_OFFLINE_CAPABLE');
  });
});

describe('the provider would have to confirm', () => {
  test('whether it works offline, and for how long', () => {
    expect(of({ offlineCapable: null })).toBe('REVIEW OFFLINE_NOT_PUBLISHED');
    expect(of({ maxDisconnectedDays: null })).toBe('REVIEW DAYS_NOT_PUBLISHED');
  });

  test('what was not verified, for it or against it', () => {
    expect(of({ offlineVerification: 'UNVERIFIED' })).toBe('REVIEW OFFLINE_UNVERIFIED');
    expect(of({ offlineVerification: 'UNVERIFIED', offlineCapable: false })).toBe(
      'REVIEW OFFLINE_UNVERIFIED',
    );
    expect(of({ maxDisconnectedVerification: 'UNVERIFIED', maxDisconnectedDays: 1 })).toBe(
      'REVIEW OFFLINE_UNVERIFIED',
    );
  });

  test('a model that is not among the readable device facts', () => {
    expect(verdict('DEVICE', { profile: deviceProfile(), facts: withModels() })).toBe(
      'REVIEW DEVICE_NOT_PUBLISHED',
    );
  });
});

test('it is UNKNOWN for a device where the device facts could not be read', () => {
  expect(verdict('DEVICE', { profile: deviceProfile(), facts: facts({ device: null }) })).toBe(
    'UNKNOWN DEVICES_UNREADABLE',
  );
});
