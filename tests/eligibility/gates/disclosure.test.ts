import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { Label } from '../../../platform/disclosure/label.ts';
import { decide } from '../../../subgraphs/catalogue/eligibility/decide.ts';
import { DISCLOSURE } from '../../../subgraphs/catalogue/eligibility/gates.ts';
import { ask, asker, facts, label, profile } from '../../support/eligibility.ts';

const cleared = (clearance: string | null, compartments: readonly string[] = [], partner = 'GB') => ({
  ...asker(partner),
  clearance,
  compartments,
});
const shown = (said: Partial<Label>, who = asker()) =>
  decide(profile({ label: label(said) }), facts(), ask(), who, 'v') !== null;

describe('a record is disclosed', () => {
  test('where it is unclassified and no release restriction is stated', () => {
    expect(shown({ marking: 'US:U' })).toBe(true);
  });

  test('where it is unclassified and its release set names the partner', () => {
    expect(shown({ marking: 'US:U', releasableTo: ['GB'] })).toBe(true);
  });

  test('where it is released to the partner and the clearance dominates it', () => {
    const secret = { marking: 'GB:S', releasableTo: ['GB', 'US'] };
    expect(shown(secret, cleared('GB:S'))).toBe(true);
    expect(shown(secret, cleared('GB:TS'))).toBe(true);
  });

  test('where its originator lets the partner handle it at a level that the clearance dominates', () => {
    const secret = { marking: 'US:S', handledAs: ['GB:S'], releasableTo: ['GB'] };
    expect(shown(secret, cleared('GB:TS'))).toBe(true);
  });

  test('where the asker was read into all of its compartments', () => {
    const secret = { marking: 'GB:S', releasableTo: ['GB'], compartments: ['ATLAS', 'BEACON'] };
    expect(shown(secret, cleared('GB:S', ['ATLAS', 'BEACON', 'CEDAR']))).toBe(true);
    expect(shown({ marking: 'PUBLIC', compartments: ['ATLAS'] }, cleared(null, ['ATLAS']))).toBe(true);
  });
});

describe('a record is absent', () => {
  test('where its marking is unknown, even where it names the partner', () => {
    expect(shown({ marking: null, releasableTo: ['GB'] }, cleared('GB:TS'))).toBe(false);
    expect(shown({ marking: null, handledAs: ['GB:S'], releasableTo: ['GB'] }, cleared('GB:TS'))).toBe(false);
    expect(shown({ marking: null })).toBe(false);
  });

  test('where its release set does not name the partner', () => {
    expect(shown({ marking: 'US:S', releasableTo: ['US'] }, cleared('US:S'))).toBe(false);
    expect(shown({ marking: 'US:U', releasableTo: [] })).toBe(false);
  });

  test('where it is released to an organisation and not to the partner itself', () => {
    expect(shown({ marking: 'NATO:NS', releasableTo: ['NATO'] }, cleared('NATO:NS'))).toBe(false);
  });

  test('where it is classified or protected and states no release set', () => {
    for (const marking of ['US:S', 'NATO:NU', 'CA:PB', 'FR-DR:DR', 'XX:UNHEARD']) {
      expect(shown({ marking }, cleared(marking)), marking).toBe(false);
    }
  });

  test.each<[string, string, string | null]>([
    ['nobody says what the asker is cleared for', 'GB:S', null],
    ['the clearance is below it', 'GB:TS', 'GB:S'],
    ['the clearance is of another scheme, whatever that corresponds to', 'US:S', 'GB:TS'],
    ['it is on another chain of the same scheme', 'CA:PB', 'CA:TS'],
    ['the clearance is no level that is known', 'GB:S', 'GB:ULTRA'],
    ['the marking is no level that is known', 'GB:ULTRA', 'GB:TS'],
  ])('where %s', (_, marking, clearance) => {
    expect(shown({ marking, releasableTo: ['GB'] }, cleared(clearance))).toBe(false);
  });

  test('where the asker was not read into one of its compartments', () => {
    const secret = { marking: 'GB:S', releasableTo: ['GB'], compartments: ['ATLAS', 'BEACON'] };
    expect(shown(secret, cleared('GB:TS', ['ATLAS']))).toBe(false);
    expect(shown({ marking: 'PUBLIC', compartments: ['ATLAS'] })).toBe(false);
  });
});

test('no facts are needed: a failing subgraph neither discloses nor hides a record', () => {
  const none = facts({ level: null, contract: null, device: null });
  const closed = profile({ label: label({ marking: 'US:S' }) });
  expect(decide(profile(), none, ask(), asker(), 'v')).not.toBeNull();
  expect(decide(closed, none, ask(), asker(), 'v')).toBeNull();
});

test('no marking that counts as unrestricted is a security classification of any published scheme', () => {
  const path = new URL('../../../subgraphs/classification/data/schemes.json', import.meta.url);
  const { schemes } = JSON.parse(readFileSync(path, 'utf8')) as {
    schemes: { levels: { ref: string; isSecurityClassification: boolean }[] }[];
  };
  const levels = schemes.flatMap((scheme) => scheme.levels);
  const open = levels.filter(({ ref }) => DISCLOSURE.discloses(label({ marking: ref }), asker()));
  expect(open.length).toBeGreaterThan(3);
  expect(open.filter(({ isSecurityClassification }) => isSecurityClassification)).toEqual([]);
});
