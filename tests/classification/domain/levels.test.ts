import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLevels } from '../../../subgraphs/classification/domain/levels.ts';
import { scheme, schemes } from './facts.ts';

describe('compareLevels', () => {
  it('orders the levels of one chain', () => {
    expect(compareLevels(scheme('US'), 'US:C', 'US:S')).toBe('LOWER');
    expect(compareLevels(scheme('US'), 'US:TS', 'US:S')).toBe('HIGHER');
    expect(compareLevels(scheme('GB'), 'GB:S', 'GB:S')).toBe('EQUAL');
  });

  it('goes by the chain and not by the name: SECRETO is top secret in Spain and RESERVADO is secret', () => {
    expect(compareLevels(scheme('ES'), 'ES:R', 'ES:C')).toBe('HIGHER');
    expect(compareLevels(scheme('ES'), 'ES:S', 'ES:R')).toBe('HIGHER');
    expect(compareLevels(scheme('PT'), 'PT:R', 'PT:C')).toBe('LOWER');
  });

  it('does not compare PROTECTED B with CONFIDENTIAL: two chains of one country that share UNCLASSIFIED', () => {
    expect(compareLevels(scheme('CA'), 'CA:PB', 'CA:C')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('CA'), 'CA:PA', 'CA:TS')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('CA'), 'CA:U', 'CA:PB')).toBe('LOWER');
    expect(compareLevels(scheme('CA'), 'CA:U', 'CA:S')).toBe('LOWER');
    expect(compareLevels(scheme('NZ'), 'NZ:SEN', 'NZ:R')).toBe('NOT_COMPARABLE');
  });

  it('never compares across schemes, not even SECRET with SECRET', () => {
    expect(compareLevels(scheme('GB'), 'GB:S', 'US:S')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('US'), 'GB:S', 'GB:S')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('GB'), 'GB:S', 'GB-GPMS:S')).toBe('NOT_COMPARABLE');
  });

  it('does not compare levels that the scheme does not have', () => {
    expect(compareLevels(scheme('GB'), 'GB:C', 'GB:S')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('GB'), 'GB:C', 'GB:C')).toBe('NOT_COMPARABLE');
    expect(compareLevels(scheme('GB'), '', 'S')).toBe('NOT_COMPARABLE');
  });

  it('is a partial order on every published scheme', () => {
    const levels = fc.constantFrom(...schemes).chain((one) => {
      const id = fc.constantFrom(...one.levels.map((level) => level.id));
      return fc.tuple(fc.constant(one), id, id, id);
    });
    fc.assert(
      fc.property(levels, ([one, a, b, c]) => {
        const flipped = {
          EQUAL: 'EQUAL',
          LOWER: 'HIGHER',
          HIGHER: 'LOWER',
          NOT_COMPARABLE: 'NOT_COMPARABLE',
        };
        expect(compareLevels(one, a, a)).toBe('EQUAL');
        expect(compareLevels(one, b, a)).toBe(flipped[compareLevels(one, a, b)]);
        expect(compareLevels(one, a, b) === 'EQUAL').toBe(a === b);
        if (compareLevels(one, a, b) === 'LOWER' && compareLevels(one, b, c) === 'LOWER') {
          expect(compareLevels(one, a, c)).toBe('LOWER');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
