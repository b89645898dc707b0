import fc from 'fast-check';
import { Decimal as Reference } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  add,
  compare,
  decimal,
  isDecimal,
  multiply,
  print,
  roundHalfEven,
  subtract,
  sum,
  trimmed,
} from '../../../subgraphs/contracts/domain/decimal.ts';

const Exact = Reference.clone({ precision: 200, rounding: Reference.ROUND_HALF_EVEN });
const text = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.option(fc.stringMatching(/^\d{1,12}$/)))
  .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`);
const same = (ours: string, reference: Reference): boolean => new Exact(ours).equals(reference);

describe('exact decimals', () => {
  it('add, subtract, multiply and compare as an independent library does', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [decimal(a), decimal(b)];
        expect(same(print(add(x, y)), new Exact(a).plus(b))).toBe(true);
        expect(same(print(subtract(x, y)), new Exact(a).minus(b))).toBe(true);
        expect(same(print(multiply(x, y)), new Exact(a).times(b))).toBe(true);
        expect(compare(x, y)).toBe(new Exact(a).comparedTo(b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('round half to even as an independent library does', () => {
    fc.assert(
      fc.property(text, fc.nat(6), (a, places) => {
        const rounded = print(roundHalfEven(decimal(a), places));
        expect(same(rounded, new Exact(a).toDecimalPlaces(places))).toBe(true);
        expect(rounded.split('.')[1]?.length ?? 0).toBe(places);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['0.125', '0.12'],
    ['0.135', '0.14'],
    ['-0.125', '-0.12'],
    ['2.5000001', '2.50'],
    ['0.1250001', '0.13'],
    ['7', '7.00'],
  ])('%s becomes %s in hundredths', (from, to) => {
    expect(print(roundHalfEven(decimal(from), 2))).toBe(to);
  });

  it('sum ten cents ten times to one, which binary fractions do not', () => {
    expect(print(sum(Array.from({ length: 10 }, () => decimal('0.1'))))).toBe('1.0');
    expect(print(sum([]))).toBe('0');
  });

  it('drop zeros at the end only', () => {
    expect(print(trimmed(decimal('100.500')))).toBe('100.5');
    expect(print(trimmed(decimal('100')))).toBe('100');
  });

  it.each(['', '1e3', '.5', '1.', '+1', '0x10', ' 1', 'NaN', '1,000', `${'9'.repeat(31)}`])(
    '%j is no decimal number',
    (wrong) => {
      expect(isDecimal(wrong)).toBe(false);
      expect(() => decimal(wrong)).toThrow(RangeError);
    },
  );
});
