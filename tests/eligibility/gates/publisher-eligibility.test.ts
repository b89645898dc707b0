import { describe, expect, test } from 'vitest';
import type { PublisherTerms } from '../../../subgraphs/catalogue/eligibility/profile.ts';
import {
  asker,
  deviceModel,
  deviceProfile,
  facts,
  finding,
  levelFacts,
  membership,
  profile,
  verdict,
  withLevel,
  withModels,
  type Question,
} from '../../support/eligibility.ts';

const sells = (tags: readonly string[] | null, over: Partial<PublisherTerms> = {}) =>
  profile({
    publisher: {
      customers: tags && tags.map((tag) => ({ tag, verification: 'VERIFIED' })),
      exclusive: true,
      contradictory: false,
      statement: null,
      verification: 'VERIFIED',
      ...over,
    },
  });

const to = (tags: readonly string[] | null, question: Omit<Question, 'profile'> = {}) =>
  verdict('PUBLISHER_ELIGIBILITY', { profile: sells(tags), ...question });

describe('the publisher sells to the asker', () => {
  test('where it sells to any customer', () => {
    expect(to(['US-DOD', 'ANY'])).toBe('PASS SOLD_TO_ANY');
  });

  test('where the asker holds one of the tags', () => {
    const dod = asker('US', 'US-DOD');
    expect(to(['US-FEDERAL', 'US-DOD'], { asker: dod })).toBe('PASS SOLD_TO_ASKER');
  });

  test('where it sells to NATO bodies and NATO asks', () => {
    expect(to(['NATO'], { asker: asker('NATO') })).toBe('PASS SOLD_TO_ASKER');
  });
});

describe('without a tag, the country decides', () => {
  test('it could hold a tag of its own, so the publisher would have to confirm', () => {
    expect(to(['US-DOD'], { asker: asker('US') })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(['FR-OIV-OSE'], { asker: asker('FR') })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(['DE-BUNDESWEHR'], { asker: asker('DE') })).toBe('REVIEW ASKER_LACKS_TAG');
  });

  test("it cannot hold another country's tag, and nothing unlocks that", () => {
    const found = finding('PUBLISHER_ELIGIBILITY', { profile: sells(['US-DOD']), asker: asker('CA') });
    expect(found).toMatchObject({ status: 'FAIL', code: 'NOT_SOLD_TO_PARTNER', unlocks: [] });
    expect(to(['NATO'])).toBe('FAIL NOT_SOLD_TO_PARTNER');
  });

  test('of a tag of an unknown form it is not known who could hold it', () => {
    expect(to(['SOMEBODY'])).toBe('REVIEW ASKER_LACKS_TAG');
  });

  test('a tag of the EU could be held by a member on that day, and by nobody else', () => {
    const eu = ['EU-PUBLIC-SECTOR', 'EU-ENTITY'];
    expect(to(eu, { asker: asker('DE') })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(eu, { asker: asker('EU') })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(eu)).toBe('FAIL NOT_SOLD_TO_PARTNER');
    const left = membership('EU', 'GB', {
      ...membership('EU', 'GB'),
      from: '1973-01-01',
      until: '2020-02-01',
    });
    const brexit = withLevel({ asOf: '1950-01-01', memberships: [left] });
    expect(to(eu, { facts: brexit, ask: { on: '2020-01-31' } })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(eu, { facts: brexit, ask: { on: '2020-02-01' } })).toBe('FAIL NOT_SOLD_TO_PARTNER');
    const unsure = { ...membership('EU', 'GB'), verification: 'UNVERIFIED' as const };
    expect(to(eu, { facts: withLevel({ memberships: [unsure] }) })).toBe('REVIEW ASKER_LACKS_TAG');
  });

  test('memberships are UNKNOWN only where they alone decide', () => {
    const unreadable = facts({ level: null });
    expect(to(['EU-ENTITY'], { facts: unreadable })).toBe('UNKNOWN MEMBERSHIPS_UNREADABLE');
    expect(to(['EU-ENTITY', 'GB-PUBLIC-SECTOR'], { facts: unreadable })).toBe('REVIEW ASKER_LACKS_TAG');
    expect(to(['EU-ENTITY', 'ANY'], { facts: unreadable })).toBe('PASS SOLD_TO_ANY');
    expect(to(['US-DOD'], { facts: unreadable })).toBe('FAIL NOT_SOLD_TO_PARTNER');
  });
});

describe('terms that are not firm refuse nobody and admit nobody', () => {
  const with_ = (over: Partial<PublisherTerms>, tags: readonly string[] | null = ['US-DOD']) =>
    verdict('PUBLISHER_ELIGIBILITY', { profile: sells(tags, over) });

  test('terms that are not published', () => {
    expect(to(null)).toBe('REVIEW TERMS_NOT_PUBLISHED');
    expect(to([])).toBe('REVIEW TERMS_NOT_PUBLISHED');
  });

  test('terms that were not verified, or of which the tag in question was not', () => {
    expect(with_({ verification: 'UNVERIFIED' })).toBe('REVIEW TERMS_UNVERIFIED');
    expect(with_({ verification: 'UNVERIFIED' }, ['ANY'])).toBe('REVIEW TERMS_UNVERIFIED');
    const tag = (verification: 'VERIFIED' | 'UNVERIFIED', name = 'US-STATE-LOCAL-TRIBAL') => ({
      customers: [{ tag: name, verification }],
    });
    expect(with_(tag('UNVERIFIED'))).toBe('REVIEW TERMS_UNVERIFIED');
    expect(with_(tag('UNVERIFIED', 'ANY'))).toBe('REVIEW TERMS_UNVERIFIED');
    expect(with_(tag('VERIFIED'))).toBe('FAIL NOT_SOLD_TO_PARTNER');
  });

  test('a tag in doubt among verified ones opens nothing to a partner that cannot hold it', () => {
    const among = (name: string) => ({
      customers: [
        { tag: 'US-FEDERAL', verification: 'VERIFIED' as const },
        { tag: name, verification: 'UNVERIFIED' as const },
      ],
    });
    expect(with_(among('US-GOV-PARTNER'))).toBe('FAIL NOT_SOLD_TO_PARTNER');
    expect(with_(among('GB-PUBLIC-SECTOR'))).toBe('REVIEW TERMS_UNVERIFIED');
  });

  test('statements that contradict one another', () => {
    expect(with_({ contradictory: true }, ['ANY'])).toBe('REVIEW TERMS_CONTRADICTORY');
  });

  test('customers that are known ones and not a closed list', () => {
    expect(with_({ exclusive: false })).toBe('REVIEW KNOWN_CUSTOMERS_ONLY');
  });
});

describe('for a device the terms of the model count', () => {
  const device = (question: Omit<Question, 'profile'>) =>
    verdict('PUBLISHER_ELIGIBILITY', { profile: deviceProfile(), ...question });

  test('and not those of the profile', () => {
    expect(device({ facts: withModels(deviceModel({ customers: ['US-DOD'] })) })).toBe(
      'FAIL NOT_SOLD_TO_PARTNER',
    );
    expect(device({ facts: withModels(deviceModel({ customers: null })) })).toBe(
      'REVIEW TERMS_NOT_PUBLISHED',
    );
  });

  test('and are UNKNOWN where the device facts could not be read', () => {
    expect(device({ facts: facts({ device: null }) })).toBe('UNKNOWN DEVICES_UNREADABLE');
  });

  test('and need confirmation where no such model is published', () => {
    expect(device({ facts: withModels() })).toBe('REVIEW DEVICE_NOT_PUBLISHED');
  });
});

test('what the facts hold of agreements does not matter', () => {
  expect(to(['US-DOD'], { facts: facts({ level: levelFacts({ agreements: [] }) }) })).toBe(
    'FAIL NOT_SOLD_TO_PARTNER',
  );
});
