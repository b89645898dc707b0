import { describe, expect, test } from 'vitest';
import type {
  AuthorisationFact,
  EquivalenceFact,
  LevelFacts,
} from '../../../subgraphs/catalogue/eligibility/facts.ts';
import {
  answer,
  asker,
  authorisation,
  between,
  equivalence,
  facts,
  finding,
  held,
  membership,
  profile,
  SCHEMES,
  verdict,
  withLevel,
  type Question,
} from '../../support/eligibility.ts';

/** A question of `partner` for `level`, where the environment holds `own`, under these equivalences. */
function question(
  partner: string,
  level: string,
  own: AuthorisationFact,
  equivalences: readonly EquivalenceFact[] = [],
  over: Partial<LevelFacts> = {},
): Question {
  return {
    profile: profile({ authorisations: [held(own.id)] }),
    facts: withLevel({ authorisations: [own], equivalences, ...over }),
    ask: { level },
    asker: asker(partner),
  };
}
const of = (...input: Parameters<typeof question>) => verdict('EQUIVALENCE', question(...input));

const UK = authorisation('UK-SECRET', 'GB', ['GB:S']);
const IL6 = authorisation('DOD-IL6', 'US', ['US:S']);

describe("in the partner's own scheme", () => {
  test('an authorisation holds the levels up to its own', () => {
    expect(of('GB', 'GB:S', UK)).toBe('PASS HELD_DIRECTLY');
    expect(of('GB', 'GB:O', UK)).toBe('PASS HELD_DIRECTLY');
    expect(of('GB', 'GB:TS', UK)).toBe('FAIL LEVEL_TOO_LOW');
  });

  test('levels compare along one chain only: PROTECTED C says nothing about SECRET', () => {
    const secret = authorisation('CA-CLASSIFIED', 'CA', ['CA:S']);
    expect(of('CA', 'CA:C', secret)).toBe('PASS HELD_DIRECTLY');
    expect(of('CA', 'CA:PA', secret)).toBe('FAIL NO_EQUIVALENCE');
    expect(of('CA', 'CA:U', secret)).toBe('PASS HELD_DIRECTLY');
  });

  test('names lie: Spain’s SECRETO is above its RESERVADO', () => {
    expect(of('ES', 'ES:R', authorisation('ES-X', 'ES', ['ES:S']))).toBe('PASS HELD_DIRECTLY');
    expect(of('ES', 'ES:S', authorisation('ES-X', 'ES', ['ES:R']))).toBe('FAIL LEVEL_TOO_LOW');
  });
});

describe('cloud badges are no classification authority', () => {
  test('an authorisation for unclassified information never holds a classified level', () => {
    const il5 = authorisation('DOD-IL5', 'US', ['US:U'], { permitsClassified: false });
    expect(of('US', 'US:S', il5)).toBe('FAIL NOT_FOR_CLASSIFIED');
    expect(of('US', 'US:U', il5)).toBe('PASS HELD_DIRECTLY');
  });

  test('a badge may grant no level at all', () => {
    const c5 = authorisation('DE-C5', 'DE', [], { permitsClassified: false });
    const question_ = question('DE', 'DE:VSNFD', c5);
    expect(verdict('EQUIVALENCE', question_)).toBe('FAIL GRANTS_NO_LEVEL');
    expect(finding('EQUIVALENCE', question_).unlocks).toMatchObject([{ kind: 'GRANT_AUTHORISATION' }]);
  });
});

describe('through an equivalence', () => {
  const ns = equivalence('GB:S', 'NATO:NS');

  test('a level of an organisation is held at the level that it corresponds to', () => {
    const asked = question('GB', 'NATO:NS', UK, [ns]);
    expect(verdict('EQUIVALENCE', asked)).toBe('PASS HELD_BY_EQUIVALENCE');
    expect(answer(asked).way.level).toBe('GB:S');
    expect(finding('EQUIVALENCE', asked).evidence).toContainEqual({ type: 'Equivalence', id: ns.id });
  });

  test('never where there is none, whatever the names say', () => {
    expect(of('GB', 'NATO:NS', UK)).toBe('FAIL NO_EQUIVALENCE');
    expect(
      of('GB', 'GB:O', authorisation('GB-X', 'GB', ['NATO:NR']), [
        equivalence('GB:O', null, { relation: 'NO_EQUIVALENT' }),
      ]),
    ).toBe('FAIL NO_EQUIVALENCE');
  });

  test('a one-way row is never read backwards', () => {
    const forward = equivalence('NATO:NS', 'GB:S', { direction: 'ONE_WAY' });
    const backward = equivalence('GB:S', 'NATO:NS', { direction: 'ONE_WAY' });
    expect(of('GB', 'NATO:NS', UK, [forward])).toBe('PASS HELD_BY_EQUIVALENCE');
    expect(of('GB', 'NATO:NS', UK, [backward])).toBe('FAIL NO_EQUIVALENCE');
  });

  test('handling protects and never inverts, even where a row calls itself mutual', () => {
    const handled = equivalence('NATO:NC', 'GB:S', { relation: 'HANDLED_AS', direction: 'ONE_WAY' });
    expect(of('GB', 'NATO:NC', UK, [handled])).toBe('PASS HELD_BY_EQUIVALENCE');
    const inverted = equivalence('GB:S', 'NATO:NS', { relation: 'HANDLED_AS', direction: 'MUTUAL' });
    expect(of('GB', 'NATO:NS', UK, [inverted])).toBe('FAIL NO_EQUIVALENCE');
  });

  test('an aligned level stands for another; a converted, excluded or missing one never does', () => {
    expect(of('GB', 'NATO:NS', UK, [{ ...ns, relation: 'ALIGNED' }])).toBe('PASS HELD_BY_EQUIVALENCE');
    for (const relation of ['CONVERTS_TO', 'NO_EQUIVALENT', 'EXCLUDED', 'NO_ROW'] as const) {
      const row = equivalence('NATO:NS', 'GB:S', { relation });
      expect(of('GB', 'NATO:NS', UK, [row]), relation).toBe('FAIL NO_EQUIVALENCE');
    }
  });

  test('a higher level of the chain holds it too, a lower one does not', () => {
    const ts = authorisation('UK-TS', 'GB', ['GB:TS']);
    const o = authorisation('UK-O', 'GB', ['GB:O']);
    expect(of('GB', 'NATO:NS', ts, [ns])).toBe('PASS HELD_BY_EQUIVALENCE');
    expect(of('GB', 'NATO:NS', o, [ns])).toBe('FAIL LEVEL_TOO_LOW');
  });

  test('only while it is in force', () => {
    const dated = { ...ns, ...between('2020-01-01', '2027-01-01') };
    expect(of('GB', 'NATO:NS', UK, [dated])).toBe('PASS HELD_BY_EQUIVALENCE');
    expect(of('GB', 'NATO:NS', UK, [{ ...ns, ...between(null, '2024') }])).toBe('FAIL NO_EQUIVALENCE');
    expect(of('GB', 'NATO:NS', UK, [{ ...ns, ...between('2027-01-01', null) }])).toBe('FAIL NO_EQUIVALENCE');
    expect(of('GB', 'NATO:NS', UK, [{ ...ns, ...between(null, '2026') }])).toBe(
      'REVIEW EQUIVALENCE_DATE_UNCERTAIN',
    );
  });

  test('an unverified, a scoped or a case-by-case row needs confirmation', () => {
    expect(of('GB', 'NATO:NS', UK, [{ ...ns, verification: 'UNVERIFIED' }])).toBe(
      'REVIEW EQUIVALENCE_UNVERIFIED',
    );
    const scoped = question('GB', 'NATO:NS', UK, [{ ...ns, scope: 'military information' }]);
    expect(verdict('EQUIVALENCE', scoped)).toBe('REVIEW EQUIVALENCE_SCOPED');
    expect(finding('EQUIVALENCE', scoped).message).toContain('military information');
    const case_ = equivalence('NATO:NS', 'GB:S', { relation: 'CASE_BY_CASE', direction: 'ONE_WAY' });
    expect(of('GB', 'NATO:NS', UK, [case_])).toBe('REVIEW EQUIVALENCE_CASE_BY_CASE');
  });

  test('where two rows fit, the higher level protects', () => {
    const lower = equivalence('NATO:NC', 'GB:S', { id: 'lower', direction: 'ONE_WAY' });
    const higher = equivalence('NATO:NC', 'GB:TS', { id: 'higher', direction: 'ONE_WAY' });
    const ts = authorisation('UK-TS', 'GB', ['GB:TS']);
    expect(of('GB', 'NATO:NC', UK, [lower, higher])).toBe('FAIL LEVEL_TOO_LOW');
    expect(answer(question('GB', 'NATO:NC', ts, [lower, higher])).way.level).toBe('GB:TS');
    const doubtful = { ...higher, verification: 'UNVERIFIED' as const };
    expect(of('GB', 'NATO:NC', UK, [lower, doubtful])).toBe('REVIEW HIGHER_LEVEL_POSSIBLE');
    expect(of('GB', 'NATO:NC', ts, [lower, doubtful])).toBe('PASS HELD_BY_EQUIVALENCE');
  });

  test('two Czech levels go to one US level and do not come back', () => {
    const rows = [
      equivalence('CZ:V', 'US:C', { relation: 'HANDLED_AS', direction: 'ONE_WAY' }),
      equivalence('CZ:D', 'US:C', { direction: 'ONE_WAY' }),
      equivalence('US:C', 'CZ:D', { direction: 'ONE_WAY' }),
    ];
    const us = authorisation('US-C', 'US', ['US:C']);
    const cz = authorisation('CZ-V', 'CZ', ['CZ:V']);
    expect(of('CZ', 'CZ:V', us, rows)).toBe('REVIEW FOREIGN_AUTHORITY');
    expect(of('CZ', 'CZ:D', us, rows)).toBe('REVIEW FOREIGN_AUTHORITY');
    expect(of('US', 'US:C', cz, rows)).toBe('FAIL NO_AUTHORISATION');
    const operator = { profile: profile({ operatorCountry: 'CZ', authorisations: [held('CZ-V')] }) };
    expect(verdict('EQUIVALENCE', { ...question('US', 'US:C', cz, rows), ...operator })).toBe(
      'FAIL LEVEL_TOO_LOW',
    );
  });
});

describe('there is no transitivity', () => {
  const toEu = equivalence('FR:S', 'EU:S');
  const euToUs = equivalence('US:S', 'EU:S');
  const toNato = equivalence('FR:S', 'NATO:NS');
  const natoToUs = equivalence('US:S', 'NATO:NS');

  test('through an organisation to which only one of the two belongs', () => {
    expect(of('FR', 'FR:S', IL6, [toEu, euToUs])).toBe('FAIL NO_EQUIVALENCE');
  });

  test('except through one to which both belong on that day, and then it needs confirmation', () => {
    const shared = question('FR', 'FR:S', IL6, [toNato, natoToUs]);
    expect(verdict('EQUIVALENCE', shared)).toBe('REVIEW FOREIGN_AUTHORITY');
    expect(finding('EQUIVALENCE', shared).message).toContain('NATO:NS of NATO');
    const memberships = [membership('NATO', 'FR'), membership('NATO', 'US', between('2027-01-01', null))];
    expect(of('FR', 'FR:S', IL6, [toNato, natoToUs], { memberships })).toBe('FAIL NO_EQUIVALENCE');
  });

  test('through an organisation, where the authorisation is of another organisation', () => {
    const own = authorisation('EU-CIS', 'EU', ['EU:S']);
    expect(of('FR', 'FR:S', own, [toEu])).toBe('REVIEW ORGANISATION_AUTHORITY');
    const caveats = finding('EQUIVALENCE', question('FR', 'FR:S', IL6, [toNato, natoToUs])).message;
    expect(caveats).toContain('whose table covers its own interest only');
  });
});

describe("another country's authority never passes on its own", () => {
  test("the partner's authority is named, which would have to accept it", () => {
    const own = authorisation('DE-VS', 'DE', ['DE:SG'], { authority: 'the German agency' });
    const found = finding('EQUIVALENCE', {
      profile: profile({ authorisations: [held('DOD-IL6')] }),
      facts: withLevel({ authorisations: [IL6, own], equivalences: [equivalence('DE:G', 'US:S')] }),
      ask: { level: 'DE:G' },
      asker: asker('DE'),
    });
    expect(found).toMatchObject({ status: 'REVIEW', code: 'FOREIGN_AUTHORITY' });
    expect(found.message).toContain('the German agency would have to accept it');
  });

  test('and without one in the facts it is the security authority of the country', () => {
    const found = finding('EQUIVALENCE', question('DE', 'DE:G', IL6, [equivalence('DE:G', 'US:S')]));
    expect(found.message).toContain('the security authority of DE');
  });

  test("nor does an organisation's for a member", () => {
    const nato = authorisation('NATO-CIS', 'NATO', ['NATO:CTS']);
    expect(of('GB', 'NATO:NS', nato)).toBe('REVIEW ORGANISATION_AUTHORITY');
    expect(of('NATO', 'NATO:NS', nato)).toBe('PASS HELD_DIRECTLY');
  });
});

describe('what the order of levels rests on must be sure', () => {
  test('the levels that the authorisation permits', () => {
    const unsure = { ...UK, verification: 'UNVERIFIED' as const };
    expect(of('GB', 'GB:S', unsure)).toBe('REVIEW AUTHORISATION_LEVELS_UNVERIFIED');
  });

  test('the scheme, which must be verified and in force', () => {
    const change = (over: object) => SCHEMES.map((one) => (one.id === 'GB' ? { ...one, ...over } : one));
    expect(of('GB', 'GB:S', UK, [], { schemes: change({ verification: 'UNVERIFIED' }) })).toBe(
      'REVIEW SCHEME_UNCERTAIN',
    );
    expect(of('GB', 'GB:S', UK, [], { schemes: change({ until: '2014-04-02' }) })).toBe(
      'REVIEW SCHEME_UNCERTAIN',
    );
  });

  test('the membership that makes the level one of the partner', () => {
    const nato = authorisation('UK-NS', 'GB', ['NATO:NS']);
    const memberships = [{ ...membership('NATO', 'GB'), verification: 'UNVERIFIED' as const }];
    expect(of('GB', 'NATO:NS', nato, [], { memberships })).toBe('REVIEW MEMBERSHIP_UNCERTAIN');
  });
});

describe('the level asked must be one of the partner or of an organisation it belongs to', () => {
  test('a level that no scheme has fails, and nothing unlocks it', () => {
    const found = finding('EQUIVALENCE', { ask: { level: 'XX:NONE' } });
    expect(found).toMatchObject({ status: 'FAIL', code: 'UNKNOWN_LEVEL', unlocks: [] });
  });

  test('so does a level of another', () => {
    const found = finding('EQUIVALENCE', { ask: { level: 'FR:S' } });
    expect(found).toMatchObject({ status: 'FAIL', code: 'LEVEL_OF_ANOTHER', unlocks: [] });
    expect(of('GB', 'EU:S', UK)).toBe('FAIL LEVEL_OF_ANOTHER');
  });
});

test('without an authorisation nothing holds the level', () => {
  const found = finding('EQUIVALENCE', { profile: profile({ authorisations: [] }) });
  expect(found).toMatchObject({ status: 'FAIL', code: 'NO_AUTHORISATION' });
  expect(found.unlocks).toMatchObject([{ kind: 'GRANT_AUTHORISATION' }]);
});

test('a reading through an organisation needs confirmation even for an authorisation of one’s own', () => {
  const own = authorisation('FR-X', 'FR', ['DE:G']);
  const rows = [equivalence('FR:S', 'EU:S'), equivalence('DE:G', 'EU:S')];
  expect(of('FR', 'FR:S', own, rows)).toBe('REVIEW THROUGH_ORGANISATION');
});

test('one organisation’s table does not lead on to another organisation', () => {
  const own = authorisation('FR-X', 'FR', ['NATO:NS']);
  const rows = [equivalence('FR:S', 'EU:S'), equivalence('EU:S', 'NATO:NS', { relation: 'ALIGNED' })];
  expect(of('FR', 'FR:S', own, rows)).toBe('FAIL NO_EQUIVALENCE');
});

test('it is UNKNOWN where the level facts could not be read', () => {
  expect(verdict('EQUIVALENCE', { facts: facts({ level: null }) })).toBe('UNKNOWN LEVELS_UNREADABLE');
});
