import { describe, expect, test } from 'vitest';
import type { RegionFact, RequirementProfile } from '../../../subgraphs/catalogue/eligibility/profile.ts';
import {
  answer,
  deviceProfile,
  facts,
  finding,
  profile,
  region,
  verdict,
} from '../../support/eligibility.ts';

const LONDON = region('london', 'GB');
const PARIS = region('paris', 'FR');
const VIRGINIA = region('virginia', 'US');

const in_ = (
  regions: readonly RegionFact[],
  residency: readonly string[] | null,
  over: Partial<RequirementProfile> = {},
) => ({ profile: profile({ regions, ...over }), ask: { residency } });

const of = (...input: Parameters<typeof in_>) => verdict('RESIDENCY', in_(...input));

test('no countries asked for, nothing to hold', () => {
  expect(of([VIRGINIA], null)).toBe('PASS NOT_ASKED');
  expect(of([], null)).toBe('PASS NOT_ASKED');
});

test("data on the customer's own premises or device rests there", () => {
  expect(verdict('RESIDENCY', { profile: deviceProfile(), ask: { residency: ['FR'] } })).toBe(
    'PASS AT_CUSTOMER',
  );
  expect(of([], ['FR'], { delivery: 'PREMISES' })).toBe('PASS AT_CUSTOMER');
  expect(of([], ['FR'], { regionScope: 'CUSTOMER_PREMISES' })).toBe('PASS AT_CUSTOMER');
});

describe('where the customer places the data', () => {
  test('one allowed country is enough, and the way has the regions of that country', () => {
    const asked = in_([VIRGINIA, LONDON, PARIS, region('cardiff', 'GB')], ['GB']);
    expect(verdict('RESIDENCY', asked)).toBe('PASS WITHIN');
    expect(answer(asked).way.regions).toEqual(['cardiff', 'london']);
  });

  test('every country is a way of its own, the allowed ones first', () => {
    const { otherWays, way } = answer(in_([VIRGINIA, LONDON, PARIS], ['GB', 'FR']));
    expect([way, ...otherWays.map((one) => one.way)].map(({ regions }) => regions)).toEqual([
      ['london'],
      ['paris'],
      ['virginia'],
    ]);
  });

  test('none allowed fails, and allowing the country would remove that', () => {
    const found = finding('RESIDENCY', in_([VIRGINIA], ['GB']));
    expect(found).toMatchObject({
      status: 'FAIL',
      code: 'OUTSIDE',
      evidence: [{ type: 'Region', id: 'virginia' }],
      unlocks: [{ kind: 'WIDEN_RESIDENCY', subject: 'US', responsible: 'the government of GB' }],
    });
  });

  test('no country at all is allowed by an empty list', () => {
    expect(of([LONDON], [])).toBe('FAIL OUTSIDE');
  });
});

describe('where the provider places the data', () => {
  const everywhere = { regionScope: 'ENVIRONMENT' } as const;

  test('it may rest in any region, so every one must be allowed', () => {
    expect(of([LONDON, PARIS], ['GB', 'FR'], everywhere)).toBe('PASS WITHIN');
    expect(of([LONDON, PARIS], ['GB'], everywhere)).toBe('FAIL OUTSIDE');
  });

  test('each country beyond needs an unlock of its own', () => {
    const found = finding('RESIDENCY', in_([VIRGINIA, LONDON, PARIS], ['GB'], everywhere));
    expect(found.unlocks.map(({ subject }) => subject)).toEqual(['FR', 'US']);
  });
});

describe('the provider would have to confirm', () => {
  test('regions that are not published', () => {
    expect(of([], ['GB'])).toBe('REVIEW REGIONS_NOT_PUBLISHED');
    expect(of([LONDON, PARIS], ['GB'], { regionScope: 'NOT_PUBLISHED' })).toBe(
      'REVIEW REGIONS_NOT_PUBLISHED',
    );
  });

  test("a region's country that is not published", () => {
    expect(of([region('secret', null)], ['GB'])).toBe('REVIEW COUNTRY_NOT_PUBLISHED');
  });

  test("a region's country that was not verified, inside or outside", () => {
    const unsure = { countryVerification: 'UNVERIFIED' } as const;
    expect(of([region('a', 'GB', unsure)], ['GB'])).toBe('REVIEW COUNTRY_UNVERIFIED');
    expect(of([region('a', 'US', unsure)], ['GB'])).toBe('REVIEW COUNTRY_UNVERIFIED');
  });

  test('but a verified region beats an unverified one of the same country', () => {
    const unsure = region('a', 'GB', { countryVerification: 'UNVERIFIED' });
    expect(of([unsure, LONDON], ['GB'])).toBe('PASS WITHIN');
  });
});

test('it reads no facts, so none that fails makes it UNKNOWN', () => {
  const none = facts({ level: null, contract: null, device: null });
  expect(verdict('RESIDENCY', { ...in_([LONDON], ['GB']), facts: none })).toBe('PASS WITHIN');
});
