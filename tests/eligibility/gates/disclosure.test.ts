import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { decide } from '../../../subgraphs/catalogue/eligibility/decide.ts';
import { DISCLOSURE } from '../../../subgraphs/catalogue/eligibility/gates.ts';
import { ask, asker, facts, profile } from '../../support/eligibility.ts';

const shown = (label: { marking: string | null; releasableTo: readonly string[] | null }, partner = 'GB') =>
  decide(profile({ label }), facts(), ask(), asker(partner), 'v') !== null;

describe('a record is disclosed', () => {
  test('where it is unclassified and no release restriction is stated', () => {
    expect(shown({ marking: 'US:U', releasableTo: null })).toBe(true);
  });

  test('where its release set names the partner, whatever its marking', () => {
    expect(shown({ marking: 'US:S', releasableTo: ['GB', 'US'] })).toBe(true);
    expect(shown({ marking: 'US:U', releasableTo: ['GB'] })).toBe(true);
  });
});

describe('a record is absent', () => {
  test('where its marking is unknown, even where it names the partner', () => {
    expect(shown({ marking: null, releasableTo: ['GB'] })).toBe(false);
    expect(shown({ marking: null, releasableTo: null })).toBe(false);
  });

  test('where its release set does not name the partner', () => {
    expect(shown({ marking: 'US:S', releasableTo: ['US'] })).toBe(false);
    expect(shown({ marking: 'US:U', releasableTo: [] })).toBe(false);
  });

  test('where it is released to an organisation and not to the partner itself', () => {
    expect(shown({ marking: 'NATO:NS', releasableTo: ['NATO'] })).toBe(false);
  });

  test('where it is classified or protected and states no release set', () => {
    for (const marking of ['US:S', 'NATO:NU', 'CA:PB', 'FR-DR:DR', 'XX:UNHEARD']) {
      expect(shown({ marking, releasableTo: null }), marking).toBe(false);
    }
  });
});

test('no facts are needed: a failing subgraph neither discloses nor hides a record', () => {
  const none = facts({ level: null, contract: null, device: null });
  const open = profile();
  const closed = profile({ label: { marking: 'US:S', releasableTo: null } });
  expect(decide(open, none, ask(), asker(), 'v')).not.toBeNull();
  expect(decide(closed, none, ask(), asker(), 'v')).toBeNull();
});

test('no marking that counts as unrestricted is a security classification of any published scheme', () => {
  const path = new URL('../../../subgraphs/classification/data/schemes.json', import.meta.url);
  const { schemes } = JSON.parse(readFileSync(path, 'utf8')) as {
    schemes: { levels: { ref: string; isSecurityClassification: boolean }[] }[];
  };
  const levels = schemes.flatMap((scheme) => scheme.levels);
  const open = levels.filter(({ ref }) => DISCLOSURE.discloses({ marking: ref, releasableTo: null }, 'GB'));
  expect(open.length).toBeGreaterThan(3);
  expect(open.filter(({ isSecurityClassification }) => isSecurityClassification)).toEqual([]);
});
