import { describe, expect, it } from 'vitest';
import { equivalentsOf, type Equivalence } from '../../../subgraphs/classification/domain/equivalents.ts';
import { equivalences, schemes } from './facts.ts';

const on = '2026-11-23';
const row = (over: Partial<Equivalence>): Equivalence => ({
  id: 'X-1',
  fromLevel: 'AA:S',
  toLevel: 'BB:S',
  relation: 'EQUIVALENT',
  direction: 'MUTUAL',
  instrument: 'An agreement',
  scope: null,
  period: { from: '2020-01-01', until: '2025-01-01' },
  verified: true,
  ...over,
});
const codes = (level: string, rows: Equivalence[], question = { on: '2022-06-01' }) =>
  equivalentsOf(level, question, rows).map((found) => [found.to, found.read, found.code]);

describe('equivalentsOf', () => {
  it('reads a mutual row both ways', () => {
    expect(codes('AA:S', [row({})])).toEqual([['BB:S', 'FORWARDS', 'RELIABLE']]);
    expect(codes('BB:S', [row({})])).toEqual([['AA:S', 'BACKWARDS', 'RELIABLE']]);
  });

  it('never reads a one-way row backwards', () => {
    expect(codes('AA:S', [row({ direction: 'ONE_WAY' })])).toHaveLength(1);
    expect(codes('BB:S', [row({ direction: 'ONE_WAY' })])).toEqual([]);
  });

  it('never reads protection backwards, even where a row calls itself mutual', () => {
    expect(codes('AA:S', [row({ relation: 'HANDLED_AS' })])).toEqual([
      ['BB:S', 'FORWARDS', 'PROTECTION_ONLY'],
    ]);
    expect(codes('BB:S', [row({ relation: 'HANDLED_AS' })])).toEqual([]);
  });

  it('reads dates half-open: in force on the first day, out of force on the first day outside', () => {
    const at = (day: string) => codes('AA:S', [row({})], { on: day }).length;
    expect([at('2019-12-31'), at('2020-01-01'), at('2024-12-31'), at('2025-01-01')]).toEqual([0, 1, 1, 0]);
  });

  it('flags a row whose dates do not decide the day, and does not rely on it', () => {
    const imprecise = row({ period: { from: '2022', until: null } });
    expect(codes('AA:S', [imprecise])).toEqual([['BB:S', 'FORWARDS', 'DATE_UNCERTAIN']]);
    const [found] = equivalentsOf('AA:S', { on: '2022-06-01' }, [imprecise]);
    expect(found).toMatchObject({ coverage: 'UNCERTAIN', mayBeReliedOn: false });
  });

  it('does not rely on a row that was not verified', () => {
    expect(codes('AA:S', [row({ verified: false })])).toEqual([['BB:S', 'FORWARDS', 'NOT_VERIFIED']]);
  });

  it('relies on a scoped row for its own scope only', () => {
    const scoped = [row({ scope: 'military information' })];
    const code = (scope?: string) => equivalentsOf('AA:S', { on: '2022-06-01', scope }, scoped)[0]?.code;
    expect([code(), code('Military information'), code('trade')]).toEqual([
      'SCOPE_LIMITED',
      'RELIABLE',
      'OUTSIDE_SCOPE',
    ]);
  });

  it('does not chain rows: A to EU and EU to B give no A to B', () => {
    const found = equivalentsOf('CZ:T', { on }, equivalences);
    expect(found.map((one) => one.to)).toContain('EU:S');
    expect(found.map((one) => one.to)).not.toContain('DE:G');
  });

  it('keeps US CONFIDENTIAL from coming back as VYHRAZENE, the Czech-US asymmetry', () => {
    const back = equivalentsOf('US:C', { on, authority: 'CZ', schemes }, equivalences);
    expect(back.map((one) => one.to)).toEqual(['CZ:D']);
    const there = equivalentsOf('CZ:V', { on, authority: 'US', schemes }, equivalences);
    expect(there.map((one) => [one.to, one.meaning])).toEqual([['US:C', 'PROTECTED_AS']]);
  });

  it('explains that RESTREINT UE has no counterpart in the United States', () => {
    const found = equivalentsOf('EU:R', { on, authority: 'US', schemes }, equivalences);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      to: null,
      meaning: 'NONE',
      code: 'NO_EQUIVALENT',
      mayBeReliedOn: false,
    });
    expect(found[0]?.message).toContain('EU-US Agreement');
  });

  it('gives excluded, undecided and deliberately missing rows as explained non-equivalents', () => {
    const code = (level: string) => equivalentsOf(level, { on }, equivalences).map((one) => one.code);
    expect(code('KR:I')).toEqual(['EXCLUDED']);
    expect(code('GB-GPMS:C')).toContain('CASE_BY_CASE');
    expect(code('AU:P')).toEqual(['NO_ROW']);
    expect(code('GB:O')).toEqual(['NO_EQUIVALENT']);
  });

  it('finds the schemes of an authority by their holder: a French level of either French scheme', () => {
    const found = equivalentsOf('EU:R', { on, authority: 'FR', schemes }, equivalences);
    expect(found.map((one) => one.to)).toEqual(['FR-DR:DR']);
  });

  it('gives French SECRET as EU SECRET only since July 2021', () => {
    const to = (day: string) => equivalentsOf('FR:S', { on: day, authority: 'EU' }, equivalences);
    expect(to('2021-06-30')).toEqual([]);
    expect(to('2021-07-01').map((one) => one.to)).toEqual(['EU:S']);
  });

  it('relies on no row that is not verified, in force, in scope and an equivalence, in all the facts', () => {
    for (const level of new Set(equivalences.flatMap((one) => [one.fromLevel, one.toLevel ?? []].flat()))) {
      for (const found of equivalentsOf(level, { on }, equivalences)) {
        if (!found.mayBeReliedOn) continue;
        expect(found.row.verified && found.row.scope === null && found.to !== null).toBe(true);
        expect(['EQUIVALENT', 'ALIGNED']).toContain(found.relation);
      }
    }
  });
});
