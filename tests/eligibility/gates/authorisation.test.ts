import { describe, expect, test } from 'vitest';
import type { HeldAuthorisation } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import type { RequirementProfile } from '../../../subgraphs/catalogue/eligibility/profile.ts';
import {
  answer,
  asker,
  authorisation,
  between,
  deviceModel,
  deviceProfile,
  facts,
  finding,
  held,
  levelFacts,
  OPEN,
  profile,
  TODAY,
  verdict,
  withLevel,
  withModels,
  type Question,
} from '../../support/eligibility.ts';

const holding = (...authorisations: readonly HeldAuthorisation[]) => profile({ authorisations });

const of = (over: Partial<HeldAuthorisation>, question: Omit<Question, 'profile'> = {}) =>
  verdict('AUTHORISATION', { profile: holding(held('UK-SECRET', over)), ...question });

describe('an authorisation counts on the days on which it is current', () => {
  test('from its first day until the day before its end', () => {
    const dates = between('2023-12-28', '2026-12-29');
    expect(of(dates, { ask: { on: '2023-12-27' } })).toBe('FAIL NOT_YET_HELD');
    expect(of(dates, { ask: { on: '2023-12-28' } })).toBe('PASS HELD');
    expect(of(dates, { ask: { on: '2026-12-28' } })).toBe('PASS HELD');
    expect(of(dates, { ask: { on: '2026-12-29' } })).toBe('FAIL ENDED');
  });

  test('without a published start, from the day that the facts describe', () => {
    expect(of(OPEN)).toBe('PASS HELD');
    expect(of(OPEN, { ask: { on: '2026-11-22' } })).toBe('REVIEW HOLDING_DATE_UNCERTAIN');
  });

  test('where an imprecise date leaves the day open, its authority would have to confirm', () => {
    const found = finding('AUTHORISATION', { profile: holding(held('UK-SECRET', between('2020', '2026'))) });
    expect(found).toMatchObject({ status: 'REVIEW', code: 'HOLDING_DATE_UNCERTAIN' });
    expect(found.message).toContain('the accreditor of GB');
  });

  test('a historical one counts only on days inside its published dates', () => {
    const once = { status: 'HISTORICAL', ...between('2019-01-23', '2020') } as const;
    expect(of(once, { ask: { on: '2019-06-01' } })).toBe('PASS HELD');
    expect(of(once, { ask: { on: '2020-06-01' } })).toBe('REVIEW HOLDING_DATE_UNCERTAIN');
    expect(of(once)).toBe('FAIL ENDED');
    expect(of({ status: 'HISTORICAL', ...OPEN })).toBe('FAIL ENDED');
    expect(of({ status: 'HISTORICAL', ...OPEN }, { ask: { on: '2019-01-01' } })).toBe(
      'REVIEW HOLDING_DATE_UNCERTAIN',
    );
  });
});

describe('an authorisation that is not held fails and can be granted', () => {
  test('by its own authority where it is sought, planned or ended', () => {
    for (const status of ['SOUGHT', 'PLANNED', 'HISTORICAL'] as const) {
      const entry = held('UK-SECRET', { status, ...OPEN, verification: 'UNVERIFIED' });
      const found = finding('AUTHORISATION', { profile: holding(entry) });
      expect(found.status, status).toBe('FAIL');
      expect(found.unlocks).toMatchObject([
        { kind: 'GRANT_AUTHORISATION', responsible: 'the accreditor of GB', subject: 'UK-SECRET' },
      ]);
    }
  });

  test('where the authorisation itself is a draft or only announced', () => {
    for (const status of ['DRAFT', 'ANNOUNCED'] as const) {
      const drafts = [authorisation('UK-SECRET', 'GB', ['GB:S'], { status })];
      expect(of({}, { facts: withLevel({ authorisations: drafts }) })).toBe('FAIL SCHEME_NOT_STARTED');
    }
  });

  test("where none is published, by the partner's own authority", () => {
    const found = finding('AUTHORISATION', { profile: holding() });
    expect(found).toMatchObject({
      status: 'FAIL',
      code: 'NONE_PUBLISHED',
      unlocks: [{ kind: 'GRANT_AUTHORISATION', responsible: 'the accreditor of GB', subject: 'UK-SECRET' }],
    });
  });

  test('and where the facts define none of the partner, by a security authority without a name', () => {
    const found = finding('AUTHORISATION', {
      profile: holding(),
      facts: withLevel({ authorisations: [] }),
    });
    expect(found.unlocks).toMatchObject([
      { kind: 'GRANT_AUTHORISATION', responsible: 'the security authority of GB', subject: null },
    ]);
  });

  test('where the words are in no register, which permits no level', () => {
    const words = held(null, { words: 'ISO 27001' });
    const found = finding('AUTHORISATION', { profile: holding(words) });
    expect(found).toMatchObject({ status: 'FAIL', code: 'NONE_IN_A_REGISTER' });
    expect(found.message).toContain('“ISO 27001”');
    expect(verdict('AUTHORISATION', { profile: holding(held('UNHEARD-OF')) })).toBe(
      'FAIL NONE_IN_A_REGISTER',
    );
  });

  test("where it is neither the operator's country's nor the partner's own", () => {
    const third = authorisation('FR-X', 'FR', ['FR:S']);
    const question = { profile: holding(held('FR-X')), facts: withLevel({ authorisations: [third] }) };
    expect(verdict('AUTHORISATION', question)).toBe('FAIL NONE_THAT_COUNTS');
    expect(answer(question).way.authorisation).toBeNull();
  });
});

describe('somebody has to confirm', () => {
  test('a buyer-assessed or policy rule, which is no certificate', () => {
    expect(of({ status: 'BUYER_ASSESSED' })).toBe('REVIEW NOT_CERTIFIED');
    expect(of({ status: 'POLICY' })).toBe('REVIEW NOT_CERTIFIED');
  });

  test('one that was not verified', () => {
    expect(of({ verification: 'UNVERIFIED' })).toBe('REVIEW HOLDING_UNVERIFIED');
    expect(of({ verification: 'ILLUSTRATIVE' })).toBe('REVIEW HOLDING_UNVERIFIED');
  });

  test('one of a service that its source lists twice', () => {
    expect(verdict('AUTHORISATION', { profile: profile({ contradictory: true }) })).toBe(
      'REVIEW CONTRADICTORY',
    );
  });

  test("one of which nobody published whether it is the operator's country's", () => {
    const foreign = (over: Partial<RequirementProfile>) =>
      verdict('AUTHORISATION', { profile: profile({ authorisations: [held('DOD-IL6')], ...over }) });
    expect(foreign({})).toBe('PASS HELD');
    expect(foreign({ operatorCountry: null })).toBe('REVIEW OPERATOR_UNCERTAIN');
    expect(foreign({ operatorVerification: 'UNVERIFIED' })).toBe('REVIEW OPERATOR_UNCERTAIN');
    expect(foreign({ operatorCountry: 'DE', operatorVerification: 'UNVERIFIED' })).toBe(
      'FAIL NONE_THAT_COUNTS',
    );
  });

  test('one whose own status is not published', () => {
    const unknown = [authorisation('UK-SECRET', 'GB', ['GB:S'], { status: 'UNKNOWN' })];
    expect(of({}, { facts: withLevel({ authorisations: unknown }) })).toBe(
      'REVIEW AUTHORISATION_STATUS_UNKNOWN',
    );
    const legacy = [authorisation('UK-SECRET', 'GB', ['GB:S'], { status: 'LEGACY' })];
    expect(of({}, { facts: withLevel({ authorisations: legacy }) })).toBe('PASS HELD');
  });
});

test('of several entries for one authorisation the best one counts', () => {
  const entries = [
    held('UK-SECRET', { status: 'HISTORICAL', ...between(null, '2020') }),
    held('UK-SECRET', { scope: 'SERVICE' }),
    held('UK-SECRET', { verification: 'UNVERIFIED' }),
  ];
  expect(verdict('AUTHORISATION', { profile: holding(...entries) })).toBe('PASS HELD');
});

test("an organisation's authorisation counts for those that belong to it", () => {
  const nato = withLevel({ authorisations: [authorisation('NATO-CIS', 'NATO', ['NATO:CTS'])] });
  const question = { profile: holding(held('NATO-CIS')), facts: nato, ask: { level: 'NATO:NS' } };
  expect(verdict('AUTHORISATION', question)).toBe('PASS HELD');
  const outside = { ...question, asker: asker('JP') };
  expect(verdict('AUTHORISATION', outside)).toBe('FAIL NONE_THAT_COUNTS');
});

describe('for a device only what the device itself holds counts', () => {
  const device = (question: Omit<Question, 'profile'>) =>
    finding('AUTHORISATION', {
      profile: deviceProfile({ authorisations: [held('UK-SECRET')] }),
      ...question,
    });

  test('its own authorisation passes', () => {
    expect(device({})).toMatchObject({ status: 'PASS', code: 'HELD' });
  });

  test('that of the online service behind it says nothing about the box', () => {
    const service = held('UK-SECRET', { scope: 'SERVICE' });
    const found = device({ facts: withModels(deviceModel({ authorisations: [service] })) });
    expect(found).toMatchObject({ status: 'FAIL', code: 'NONE_PUBLISHED' });
    expect(found.unlocks).toMatchObject([{ responsible: 'the accreditor of GB' }]);
  });

  test("and a device's authorisation says nothing about a service", () => {
    const entry = held('UK-SECRET', { scope: 'DEVICE' });
    expect(verdict('AUTHORISATION', { profile: holding(entry) })).toBe('FAIL NONE_PUBLISHED');
  });

  test('it is UNKNOWN where the device facts could not be read', () => {
    expect(device({ facts: facts({ device: null }) })).toMatchObject({
      status: 'UNKNOWN',
      code: 'DEVICES_UNREADABLE',
    });
  });

  test('a model that is not published holds nothing published', () => {
    expect(device({ facts: withModels() }).code).toBe('NONE_PUBLISHED');
  });
});

test('it is UNKNOWN where the level facts could not be read', () => {
  expect(verdict('AUTHORISATION', { facts: facts({ level: null }) })).toBe('UNKNOWN LEVELS_UNREADABLE');
});

test('a region in a secret place authorises nothing', () => {
  const secret = profile({ authorisations: [], environment: 'usdod-secret' });
  expect(verdict('AUTHORISATION', { profile: secret, facts: facts({ level: levelFacts() }) })).toBe(
    'FAIL NONE_PUBLISHED',
  );
  expect(TODAY).toBe(levelFacts().asOf);
});
