import { describe, expect, test } from 'vitest';
import type { PersonnelFact, RequirementProfile } from '../../../subgraphs/catalogue/eligibility/profile.ts';
import {
  asker,
  clearance,
  equivalence,
  facts,
  finding,
  held,
  levelFacts,
  profile,
  verdict,
  withLevel,
  type Question,
} from '../../support/eligibility.ts';

const staffed = (over: Partial<PersonnelFact> | null, more: Partial<RequirementProfile> = {}) =>
  profile({
    personnel: over && { clearances: ['GB-DV'], citizenships: ['GB'], verification: 'VERIFIED', ...over },
    ...more,
  });

const of = (over: Partial<PersonnelFact> | null, question: Omit<Question, 'profile'> = {}) =>
  verdict('PERSONNEL', { profile: staffed(over), ...question });

test('a level that is no security classification demands no clearance', () => {
  expect(of(null, { ask: { level: 'GB:O' } })).toBe('PASS NOT_CLASSIFIED');
});

describe('operators who are cleared and of a fitting citizenship pass', () => {
  test('where the clearance reaches the level along its chain', () => {
    expect(of({})).toBe('PASS CLEARED');
  });

  test("where clearance and citizenship are those of the authorisation's country, at the level held there", () => {
    const american = {
      profile: staffed(
        { clearances: ['US-SECRET'], citizenships: ['US'] },
        { authorisations: [held('DOD-IL6')] },
      ),
      facts: withLevel({ equivalences: [equivalence('GB:S', 'US:S')] }),
    };
    expect(verdict('PERSONNEL', american)).toBe('PASS CLEARED');
  });

  test('where one of several clearances reaches', () => {
    expect(of({ clearances: ['GB-BPSS', 'GB-CTC', 'GB-DV'] })).toBe('PASS CLEARED');
  });
});

describe('operators who do not meet the level fail, and clearing others would remove that', () => {
  test('a clearance that ends below the level', () => {
    const found = finding('PERSONNEL', { profile: staffed({ clearances: ['GB-CTC'] }) });
    expect(found).toMatchObject({
      status: 'FAIL',
      code: 'CLEARANCE_TOO_LOW',
      unlocks: [{ kind: 'CLEAR_PERSONNEL', responsible: 'acme', subject: 'GB:S' }],
    });
  });

  test('a clearance of a third country', () => {
    expect(of({ clearances: ['FR-S'] })).toBe('FAIL CLEARANCE_TOO_LOW');
  });

  test('a clearance of the partner in a chain that leads elsewhere', () => {
    const canada = levelFacts({ clearances: [clearance('CA-PC', 'CA', 'CA:PC')] });
    const question = { facts: facts({ level: canada }), asker: asker('CA'), ask: { level: 'CA:S' } };
    expect(of({ clearances: ['CA-PC'], citizenships: ['CA'] }, question)).toBe('FAIL CLEARANCE_TOO_LOW');
  });

  test('operators who may be citizens of a third country', () => {
    expect(of({ citizenships: ['GB', 'FR'] })).toBe('FAIL CITIZENSHIP_UNFIT');
  });
});

describe('somebody has to confirm', () => {
  test('operators of whom nothing is published', () => {
    expect(of(null)).toBe('REVIEW PERSONNEL_NOT_PUBLISHED');
  });

  test('what was not verified of them', () => {
    expect(of({ verification: 'UNVERIFIED' })).toBe('REVIEW PERSONNEL_UNVERIFIED');
  });

  test('a clearance that is not published, or whose level is not', () => {
    expect(of({ clearances: [] })).toBe('REVIEW CLEARANCE_NOT_PUBLISHED');
    expect(of({ clearances: ['UNHEARD-OF'] })).toBe('REVIEW CLEARANCE_NOT_PUBLISHED');
    expect(of({ clearances: ['GB-BPSS'] })).toBe('REVIEW CLEARANCE_NOT_PUBLISHED');
  });

  test('a clearance whose level was not verified', () => {
    for (const permits of ['GB:TS', 'GB:O']) {
      const unsure = clearance('GB-DV', 'GB', permits, { verification: 'UNVERIFIED' });
      expect(of({}, { facts: withLevel({ clearances: [unsure] }) })).toBe('REVIEW CLEARANCE_UNVERIFIED');
    }
  });

  test("a clearance of the operator's country, which counts once the partner's authority has confirmed it", () => {
    const found = finding('PERSONNEL', { profile: staffed({ clearances: ['US-SECRET'] }) });
    expect(found).toMatchObject({ status: 'REVIEW', code: 'FOREIGN_CLEARANCE' });
    expect(found.message).toContain('the accreditor of GB');
  });

  test('citizenships that are not published', () => {
    expect(of({ citizenships: [] })).toBe('REVIEW CITIZENSHIP_NOT_PUBLISHED');
  });

  test("citizens of the operator's country under an authorisation of the partner's own", () => {
    expect(of({ citizenships: ['GB', 'US'] })).toBe('REVIEW FOREIGN_CITIZENSHIP');
    const unknown = staffed({ citizenships: ['FR'] }, { operatorCountry: null });
    expect(verdict('PERSONNEL', { profile: unknown })).toBe('REVIEW FOREIGN_CITIZENSHIP');
  });
});

test('it is UNKNOWN where the level facts could not be read', () => {
  expect(of({}, { facts: facts({ level: null }) })).toBe('UNKNOWN LEVELS_UNREADABLE');
});
