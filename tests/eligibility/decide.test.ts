import { describe, expect, test } from 'vitest';
import { decide, decideProfile, prepare } from '../../subgraphs/catalogue/eligibility/decide.ts';
import type { Decision } from '../../subgraphs/catalogue/eligibility/decision.ts';
import {
  agreement,
  answer,
  ask,
  asker,
  authorisation,
  available,
  between,
  contract,
  deviceModel,
  deviceProfile,
  equivalence,
  facts,
  finding,
  findingsOf,
  held,
  hold,
  levelFacts,
  party,
  label,
  profile,
  region,
  TODAY,
  verdict,
  verdicts,
  withContracts,
  withLevel,
  withModels,
} from '../support/eligibility.ts';

const failing = ({ findings }: Pick<Decision, 'findings'>) =>
  findings.filter(({ status }) => status === 'FAIL').map(({ gate, code }) => `${gate} ${code}`);

describe('the outcome of a way', () => {
  test('is ELIGIBLE where every gate passes on verified facts', () => {
    const decision = answer();
    expect(decision.outcome).toBe('ELIGIBLE');
    expect(decision.findings.filter(({ status }) => status !== 'PASS')).toEqual([]);
    expect(decision.unlocks).toEqual([]);
  });

  test('is NEEDS_REVIEW where somebody has to confirm something', () => {
    expect(answer({ profile: profile({ personnel: null }) }).outcome).toBe('NEEDS_REVIEW');
  });

  test('is UNLOCKABLE where each failure can be unlocked, whatever else needs review', () => {
    const decision = answer({ profile: profile({ personnel: null }), facts: withContracts() });
    expect(decision.outcome).toBe('UNLOCKABLE');
    expect(decision.unlocks.map(({ kind }) => kind)).toEqual(['AWARD_CONTRACT']);
  });

  test('is UNDETERMINED where a fact could not be read, even if another gate fails', () => {
    const decision = answer({ profile: profile({ authorisations: [] }), facts: facts({ contract: null }) });
    expect(decision.outcome).toBe('UNDETERMINED');
    expect(failing(decision)).not.toEqual([]);
  });

  test('is INELIGIBLE where a failure has no unlock, whatever could not be read; and then nothing helps', () => {
    const refused = profile({ lifecycle: available({ status: 'DISCONTINUED' }) });
    const decision = answer({ profile: refused, facts: facts({ level: null, contract: null }) });
    expect(decision.outcome).toBe('INELIGIBLE');
    expect(decision.unlocks).toEqual([]);
  });
});

test('a decision can be replayed: it carries its day and the version of its facts', () => {
  expect(answer({ ask: { on: '2026-12-01' } })).toMatchObject({
    decidedFor: '2026-12-01',
    dataVersion: 'version-1',
  });
});

test('a profile that may not be shown has no decision at all', () => {
  const hidden = profile({ label: label({ marking: 'US:S', releasableTo: ['US'] }) });
  expect(decide(hidden, facts(), ask(), asker(), 'v')).toBeNull();
});

describe('the best way', () => {
  test('is the one of the best outcome, over authorisations and contracts', () => {
    const decision = answer({
      profile: profile({ authorisations: [held('DOD-IL5'), held('UK-SECRET')] }),
      facts: withContracts(
        contract({ id: 'a-ended', term: between('2020-01-01', '2021-01-01') }),
        contract({ id: 'b-on-hold', holds: [hold()] }),
        contract({ id: 'c-good' }),
      ),
    });
    expect(decision.outcome).toBe('ELIGIBLE');
    expect(decision.way).toMatchObject({ authorisation: 'UK-SECRET', contract: 'c-good', level: 'GB:S' });
    expect(decision.otherWays).toHaveLength(5);
    expect(decision.otherWays[0]?.outcome).toBe('UNLOCKABLE');
  });

  test('is the nearest miss where none succeeds: the fewest failures, then ids', () => {
    const ended = { term: between('2020-01-01', '2021-01-01') };
    const decision = answer({
      facts: withContracts(
        contract({ id: 'a-two', ...ended, holds: [hold()] }),
        contract({ id: 'c-one', ...ended }),
        contract({ id: 'b-one', holds: [hold()] }),
      ),
    });
    expect(decision.way.contract).toBe('b-one');
    expect(failing(decision)).toEqual(['CONTRACT ON_HOLD']);
    expect(decision.otherWays.map(({ way }) => way.contract)).toEqual(['c-one', 'a-two']);
  });

  test('is, among equals, the one with the least to be reviewed, and only then the first by id', () => {
    const decision = answer({
      facts: withContracts(
        contract({ id: 'a-two', verification: 'UNVERIFIED', buyerTags: ['GB-MOD'] }),
        contract({ id: 'b-one', buyerTags: ['GB-MOD'] }),
      ),
    });
    expect(decision.outcome).toBe('NEEDS_REVIEW');
    expect(decision.way.contract).toBe('b-one');
  });

  test('is found exactly, however many regions there are beyond those listed as other ways', () => {
    const abroad = Array.from({ length: 40 }, (_, at) => region(`a-${at}`, `X${at}`));
    const decision = answer({
      profile: profile({ regions: [...abroad, region('z-london', 'GB')] }),
      ask: { residency: ['GB'] },
    });
    expect(decision.way.regions).toEqual(['z-london']);
    expect(decision.outcome).toBe('ELIGIBLE');
    expect(decision.otherWays.length).toBeLessThan(40);
  });

  test('has all the regions where the data would rest, and the device of a device', () => {
    expect(answer().way.regions).toEqual(['cardiff', 'london']);
    expect(answer({ profile: deviceProfile() }).way).toMatchObject({ regions: [], deviceModel: 'box-1' });
  });
});

test('the same unlock is offered once', () => {
  const { unlocks, findings } = answer({ profile: profile({ authorisations: [] }) });
  expect(findings.filter((one) => one.unlocks.length > 0)).toHaveLength(2);
  expect(unlocks).toHaveLength(1);
});

test('many profiles are decided against one context as each alone', () => {
  const profiles = [
    profile(),
    profile({ provider: 'other' }),
    deviceProfile(),
    profile({ operatorCountry: 'DE' }),
    profile({ authorisations: [] }),
  ];
  const context = prepare(facts(), ask(), asker(), 'v');
  expect(profiles.map((one) => decideProfile(context, one))).toEqual(
    profiles.map((one) => decide(one, facts(), ask(), asker(), 'v')),
  );
});

describe('answers that must come out', () => {
  const jedi = contract({
    id: 'us-dod-jedi',
    term: between('2019-10-25', null),
    cancelledFrom: '2021-07-06',
    holds: [hold({ ...between('2020-02-13', '2021-07-06') })],
    levels: ['US:U', 'US:S', 'US:TS'],
  });
  const us = (on: string) =>
    verdicts('CONTRACT', {
      facts: withContracts(jedi),
      asker: asker('US', 'US-DOD'),
      ask: { level: 'US:S', on },
    });

  test('a contract protested is not on hold; an injunction holds it; cancelled is final', () => {
    expect(us('2020-01-15')).toContain('PASS NO_HOLD');
    expect(us('2020-06-01')).toContain('FAIL ON_HOLD');
    expect(us('2020-09-15')).toContain('FAIL ON_HOLD');
    expect(us('2021-07-06')).toContain('FAIL CANCELLED');
    expect(us('2021-07-06')).toContain('PASS NO_HOLD');
  });

  test('a box of which no device authorisation is published is UNLOCKABLE at best', () => {
    const box = deviceModel({ id: 'ms.ase-pro-r', authorisations: [] });
    const decision = answer({
      profile: deviceProfile({ deviceModel: 'ms.ase-pro-r', operatorCountry: 'US', personnel: null }),
      facts: {
        ...withModels(box),
        contract: { dataVersion: 'v', contracts: [contract({ levels: ['US:U', 'US:S'] })] },
      },
      asker: asker('US'),
      ask: { level: 'US:S' },
    });
    expect(decision.outcome).toBe('UNLOCKABLE');
    expect(decision.unlocks).toMatchObject([
      { kind: 'GRANT_AUTHORISATION', subject: 'DOD-IL6', responsible: 'the accreditor of US' },
    ]);
  });

  test('IL5 is still unclassified: only IL6 reaches SECRET', () => {
    const american = (id: string) =>
      verdict('EQUIVALENCE', {
        profile: profile({ authorisations: [held(id)] }),
        asker: asker('US'),
        ask: { level: 'US:S' },
      });
    expect(american('DOD-IL5')).toBe('FAIL NOT_FOR_CLASSIFIED');
    expect(american('DOD-IL6')).toBe('PASS HELD_DIRECTLY');
  });

  test('Germany may keep VS-NfD in none of them: no level, planned, or closed to it', () => {
    const german = { asker: asker('DE'), ask: { level: 'DE:VSNFD' } };
    const vs = authorisation('DE-VS-IT-NFD', 'DE', ['DE:VSNFD']);
    const level = levelFacts({ authorisations: [...levelFacts().authorisations, vs] });
    const germany = facts({ level });
    const c5 = answer({
      ...german,
      facts: germany,
      profile: profile({ operatorCountry: 'DE', authorisations: [held('DE-C5')] }),
    });
    expect(failing(c5)).toContain('EQUIVALENCE GRANTS_NO_LEVEL');
    const delos = answer({
      ...german,
      facts: germany,
      profile: profile({
        operatorCountry: 'DE',
        authorisations: [held('DE-VS-IT-NFD', { status: 'PLANNED', verification: 'UNVERIFIED' })],
      }),
    });
    expect(failing(delos)).toContain('AUTHORISATION NOT_YET_HELD');
    const federal = profile({
      publisher: {
        ...profile().publisher,
        customers: [{ tag: 'US-FEDERAL', verification: 'VERIFIED' }],
      },
    });
    expect(answer({ ...german, facts: germany, profile: federal }).outcome).toBe('INELIGIBLE');
  });

  test('Canada is refused an environment that serves one defence department', () => {
    const dod = profile({
      publisher: { ...profile().publisher, customers: [{ tag: 'US-DOD', verification: 'VERIFIED' }] },
    });
    const decision = answer({ profile: dod, asker: asker('CA'), ask: { level: 'CA:PB' } });
    expect(decision.outcome).toBe('INELIGIBLE');
    expect(findingsOf(decision, 'PUBLISHER_ELIGIBILITY')[0]?.code).toBe('NOT_SOLD_TO_PARTNER');
  });
});

describe('traps', () => {
  test('names lie: VERTROUWELIJK is restricted in one scheme and confidential in another, and only rows tell', () => {
    const scheme = (holder: string, keys: string[]) => ({
      ...levelFacts().schemes[0],
      ...between(null, null),
      id: holder,
      holder,
      chains: [keys.map((key) => `${holder}:${key}`)],
      levels: keys.map((key) => ({ id: `${holder}:${key}`, securityClassification: true })),
      verification: 'VERIFIED' as const,
    });
    // The Dutch DV and the Belgian C are both called VERTROUWELIJK in full or in part.
    const schemes = [
      ...levelFacts().schemes,
      scheme('NL', ['DV', 'C', 'G', 'ZG']),
      scheme('BE', ['C', 'S', 'TS']),
    ];
    const belgian = authorisation('BE-X', 'BE', ['BE:C']);
    const asked = {
      profile: profile({ operatorCountry: 'BE', authorisations: [held('BE-X')] }),
      asker: asker('NL'),
      ask: { level: 'NL:C' },
    };
    const level = { schemes, authorisations: [belgian] };
    expect(verdict('EQUIVALENCE', { ...asked, facts: withLevel(level) })).toBe('FAIL NO_EQUIVALENCE');
    const row = equivalence('NL:C', 'BE:C');
    expect(verdict('EQUIVALENCE', { ...asked, facts: withLevel({ ...level, equivalences: [row] }) })).toBe(
      'REVIEW FOREIGN_AUTHORITY',
    );
  });

  test('OFFICIAL maps to nothing abroad, though no agreement is needed for it', () => {
    const il5 = { profile: profile({ authorisations: [held('DOD-IL5')] }), ask: { level: 'GB:O' } };
    expect(verdict('EQUIVALENCE', il5)).toBe('FAIL NO_EQUIVALENCE');
    expect(verdict('AGREEMENT', il5)).toBe('PASS NOT_CLASSIFIED');
  });

  test('an agreement is never sufficient: without an authorisation nothing holds the level', () => {
    const decision = answer({ profile: profile({ authorisations: [] }) });
    expect(findingsOf(decision, 'AGREEMENT')[0]?.status).toBe('PASS');
    expect(decision.outcome).toBe('UNLOCKABLE');
  });

  test('a marking for other eyes defeats any agreement, and nothing unlocks it', () => {
    const noforn = profile({ label: label({ marking: 'US:S', releasableTo: ['US'] }) });
    const friends = withLevel({
      agreements: [agreement(), agreement({ id: 'b', parties: [party('GB'), party('US')] })],
    });
    expect(decide(noforn, friends, ask(), asker(), 'v')).toBeNull();
  });

  test('a published end that has passed means ended, with no status to say otherwise', () => {
    const cloud14 = contract({ id: 'uk-ccs-gcloud-14', term: between('2024-10-29', '2026-10-29') });
    expect(verdicts('CONTRACT', { facts: withContracts(cloud14) })).toContain('FAIL TERM_ENDED');
    expect(TODAY > '2026-10-29').toBe(true);
  });

  test('what a person reads names the concrete thing', () => {
    const { message } = finding('EQUIVALENCE', { ask: { level: 'GB:TS' } });
    expect(message).toBe('UK-SECRET permits up to GB:S, which is below what GB:TS demands.');
  });
});
