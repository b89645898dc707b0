import { describe, expect, test } from 'vitest';
import type { AgreementFact, LevelFacts } from '../../../subgraphs/catalogue/eligibility/facts.ts';
import {
  agreement,
  asker,
  between,
  facts,
  finding,
  membersOf,
  membership,
  OPEN,
  party,
  profile,
  verdict,
  withLevel,
  type Question,
} from '../../support/eligibility.ts';

const under = (
  agreements: readonly AgreementFact[],
  question: Omit<Question, 'facts'> = {},
  over: Partial<LevelFacts> = {},
) => verdict('AGREEMENT', { facts: withLevel({ agreements, ...over }), ...question });

const with_ = (over: Partial<AgreementFact>, question: Omit<Question, 'facts'> = {}) =>
  under([agreement(over)], question);

describe('it is not applicable', () => {
  test("to the partner's own country", () => {
    expect(under([], { profile: profile({ operatorCountry: 'GB' }) })).toBe('PASS OWN_COUNTRY');
  });

  test('to a level that is no security classification', () => {
    expect(under([], { ask: { level: 'GB:O' } })).toBe('PASS NOT_CLASSIFIED');
    expect(under([], { ask: { level: 'CA:PB' }, asker: asker('CA') })).toBe('PASS NOT_CLASSIFIED');
  });
});

describe('an agreement in force on the day that covers the level passes', () => {
  test('from its first day until the day before its end', () => {
    const dates = between('2013-03-22', '2026-11-24');
    expect(with_(dates, { ask: { on: '2013-03-21' } })).toBe('FAIL NOT_YET_IN_FORCE');
    expect(with_(dates, { ask: { on: '2013-03-22' } })).toBe('PASS IN_FORCE');
    expect(with_(dates, { ask: { on: '2026-11-23' } })).toBe('PASS IN_FORCE');
    expect(with_(dates, { ask: { on: '2026-11-24' } })).toBe('FAIL NO_LONGER_IN_FORCE');
  });

  test('without a published day, from the day that the facts describe', () => {
    expect(with_(OPEN)).toBe('PASS IN_FORCE');
    expect(with_(OPEN, { ask: { on: '2026-11-22' } })).toBe('REVIEW FORCE_NOT_CONFIRMED');
  });

  test('where it lists the level', () => {
    expect(with_({ coverage: 'LISTED', levels: ['GB:S', 'US:S'] })).toBe('PASS IN_FORCE');
  });

  test('and names itself as evidence', () => {
    expect(finding('AGREEMENT').evidence).toEqual([{ type: 'Agreement', id: 'gb-us' }]);
  });
});

describe('an agreement is necessary, and its absence from the public list is no firm no', () => {
  test('none published needs confirmation, and no evidence is claimed', () => {
    const found = finding('AGREEMENT', { facts: withLevel({ agreements: [] }) });
    expect(found).toMatchObject({ status: 'REVIEW', code: 'NONE_PUBLISHED', evidence: [] });
    expect(found.message).toContain('between GB and US');
  });

  test('neither an agreement of others nor one that does not list the level counts', () => {
    expect(with_({ parties: [party('GB'), party('FR')] })).toBe('REVIEW NONE_PUBLISHED');
    expect(with_({ parties: [party('US'), party('FR')] })).toBe('REVIEW NONE_PUBLISHED');
    expect(with_({ coverage: 'LISTED', levels: ['GB:TS'] })).toBe('REVIEW NONE_PUBLISHED');
  });

  test('a superseded, a non-binding or another kind of agreement never counts', () => {
    for (const status of ['SUPERSEDED', 'NOT_LEGALLY_BINDING', 'NOT_A_SECURITY_AGREEMENT'] as const) {
      expect(with_({ status }), status).toBe('REVIEW NONE_PUBLISHED');
    }
  });
});

describe('an agreement that is not in force can be brought into force', () => {
  test('where it is only signed or pending', () => {
    for (const status of ['SIGNED', 'RATIFICATION_PENDING', 'LAID_BEFORE_PARLIAMENT'] as const) {
      const found = finding('AGREEMENT', { facts: withLevel({ agreements: [agreement({ status })] }) });
      expect(found, status).toMatchObject({
        status: 'FAIL',
        code: 'NOT_YET_IN_FORCE',
        unlocks: [
          { kind: 'CONCLUDE_AGREEMENT', responsible: 'the governments of GB and US', subject: 'gb-us' },
        ],
      });
    }
  });

  test('but one that does better counts instead, in whatever order they come', () => {
    const signed = agreement({ id: 'a-signed', status: 'SIGNED' });
    const limited = agreement({ id: 'b-limited', scope: 'LIMITED', scopeWords: 'military information' });
    const inForce = agreement({ id: 'c-in-force' });
    expect(under([signed, limited])).toBe('REVIEW LIMITED_SCOPE');
    expect(under([signed, limited, inForce])).toBe('PASS IN_FORCE');
    expect(under([inForce, limited, signed])).toBe('PASS IN_FORCE');
  });
});

describe('somebody has to confirm', () => {
  test('an agreement of limited scope, whose limit is named', () => {
    const limited = agreement({ scope: 'LIMITED', scopeWords: 'military information' });
    const found = finding('AGREEMENT', { facts: withLevel({ agreements: [limited] }) });
    expect(found.code).toBe('LIMITED_SCOPE');
    expect(found.message).toContain('military information');
  });

  test('one whose levels are not published', () => {
    expect(with_({ coverage: 'NOT_PUBLISHED' })).toBe('REVIEW LEVELS_NOT_PUBLISHED');
  });

  test('one that is believed in force or only said to be concluded', () => {
    expect(with_({ status: 'BELIEVED_IN_FORCE' })).toBe('REVIEW FORCE_NOT_CONFIRMED');
    expect(with_({ status: 'CONCLUDED' })).toBe('REVIEW FORCE_NOT_CONFIRMED');
  });

  test('one that was not verified, signed or in force', () => {
    expect(with_({ verification: 'UNVERIFIED' })).toBe('REVIEW AGREEMENT_UNVERIFIED');
    expect(with_({ verification: 'UNVERIFIED', status: 'SIGNED' })).toBe('REVIEW AGREEMENT_UNVERIFIED');
  });

  test('one whose day of entry is imprecise or was not verified', () => {
    expect(with_(between('2026', null))).toBe('REVIEW FORCE_NOT_CONFIRMED');
    expect(with_({ ...between('2010-01-01', null), fromVerified: false })).toBe('REVIEW FORCE_NOT_CONFIRMED');
  });

  test("an operator's country that is not published or was not verified", () => {
    const operated = (over: object) => verdict('AGREEMENT', { profile: profile(over) });
    expect(operated({ operatorCountry: null })).toBe('REVIEW OPERATOR_NOT_PUBLISHED');
    expect(operated({ operatorVerification: 'UNVERIFIED' })).toBe('REVIEW OPERATOR_UNVERIFIED');
    expect(operated({ operatorCountry: 'GB', operatorVerification: 'UNVERIFIED' })).toBe(
      'REVIEW OPERATOR_UNVERIFIED',
    );
  });
});

describe("an organisation's agreement", () => {
  const nato = agreement({ id: 'nato', parties: [membersOf('NATO')] });

  test("covers the organisation's information for its members", () => {
    expect(under([nato], { ask: { level: 'NATO:NS' } })).toBe('PASS IN_FORCE');
  });

  test('covers national information only within its scope', () => {
    expect(under([nato])).toBe('REVIEW ORGANISATION_SCOPE');
  });

  test("does not reach an operator's country that is no member on that day", () => {
    const later = [membership('NATO', 'GB'), membership('NATO', 'US', between('2027-01-01', null))];
    expect(under([nato], { ask: { level: 'NATO:NS' } }, { memberships: later })).toBe(
      'REVIEW NONE_PUBLISHED',
    );
    const perhaps = [membership('NATO', 'GB'), membership('NATO', 'US', between('2026', null))];
    expect(under([nato], { ask: { level: 'NATO:NS' } }, { memberships: perhaps })).toBe(
      'REVIEW PARTY_UNCERTAIN',
    );
    expect(under([nato], {}, { memberships: perhaps })).toBe('REVIEW PARTY_UNCERTAIN');
  });

  test("with the operator's country covers the organisation's level, and no national one", () => {
    const eu = agreement({ id: 'eu-us', parties: [party('EU'), party('US')] });
    const fr = asker('FR');
    expect(under([eu], { asker: fr, ask: { level: 'EU:S' } })).toBe('PASS IN_FORCE');
    expect(under([eu], { asker: fr, ask: { level: 'FR:S' } })).toBe('REVIEW NONE_PUBLISHED');
    expect(under([eu], { asker: asker('EU'), ask: { level: 'EU:S' } })).toBe('PASS IN_FORCE');
  });

  test("a bilateral agreement of the partner does not cover an organisation's level", () => {
    expect(with_({}, { ask: { level: 'NATO:NS' } })).toBe('REVIEW NONE_PUBLISHED');
  });
});

test('it is UNKNOWN where the level facts could not be read', () => {
  expect(verdict('AGREEMENT', { facts: facts({ level: null }) })).toBe('UNKNOWN LEVELS_UNREADABLE');
});
