import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCurrency, minorUnitPlaces } from '../../../subgraphs/contracts/domain/currency.ts';
import { remaining, totals, type Ceiling } from '../../../subgraphs/contracts/domain/money.ts';

const ceiling = (amount: string, basis: Ceiling['basis'] = 'CEILING'): Ceiling => ({
  amount,
  currency: 'GBP',
  basis,
});
const gbp = (amount: string) => ({ amount, currency: 'GBP' });

describe('what is left of a ceiling', () => {
  it('is exact, and below zero where it is overspent', () => {
    expect(remaining(ceiling('1000.00'), [gbp('0.10'), gbp('0.20')])).toEqual(gbp('999.70'));
    expect(remaining(ceiling('1'), [gbp('1.01')])).toEqual(gbp('-0.01'));
  });

  it('is not known without spend in its currency, nor of a value that is no ceiling', () => {
    expect(remaining(ceiling('1000'), [])).toBeNull();
    expect(remaining(ceiling('1000'), [{ amount: '5', currency: 'USD' }])).toBeNull();
    expect(remaining(ceiling('1000', 'ESTIMATE'), [gbp('5')])).toBeNull();
    expect(remaining(ceiling('1000', 'MINIMUM'), [gbp('5')])).toBeNull();
    expect(remaining(null, [gbp('5')])).toBeNull();
  });

  it('falls with every spend, by exactly that much', () => {
    const cents = fc.bigInt({ min: 1n, max: 10n ** 15n });
    const money = (it: bigint) => `${it / 100n}.${String(it % 100n).padStart(2, '0')}`;
    const read = (it: string) => BigInt(it.replace('.', ''));
    fc.assert(
      fc.property(cents, fc.array(cents, { minLength: 1 }), (limit, spent) => {
        const left = remaining(
          ceiling(money(limit)),
          spent.map((it) => gbp(money(it))),
        );
        expect(read(left!.amount)).toBe(limit - spent.reduce((a, b) => a + b));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('totals', () => {
  it('keep currencies apart', () => {
    expect(totals([gbp('1.5'), { amount: '2', currency: 'AUD' }, gbp('0.25')])).toEqual([
      { amount: '2', currency: 'AUD' },
      { amount: '1.75', currency: 'GBP' },
    ]);
  });
});

describe('currencies', () => {
  it('are those of ISO 4217 in use, in their own case', () => {
    for (const code of ['GBP', 'USD', 'AUD', 'CAD', 'EUR', 'JPY', 'ILS']) expect(isCurrency(code)).toBe(true);
    for (const code of ['gbp', 'DEM', 'ZZZ', '', 'POUND']) expect(isCurrency(code)).toBe(false);
  });

  it('have their own minor units', () => {
    expect([minorUnitPlaces('GBP'), minorUnitPlaces('JPY'), minorUnitPlaces('KWD')]).toEqual([2, 0, 3]);
  });
});
