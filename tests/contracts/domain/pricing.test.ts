import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, decimal, sum } from '../../../subgraphs/contracts/domain/decimal.ts';
import {
  quote,
  termFault,
  unitPrice,
  type ListPrice,
  type PriceTerm,
  type Tier,
} from '../../../subgraphs/contracts/domain/pricing.ts';

const list: ListPrice = {
  offering: 'ms.azure-au.storage-blobs',
  provider: 'microsoft',
  amount: '0.0312',
  currency: 'AUD',
  unit: 'GB-month',
};
const base = { contract: 'some-contract', provider: 'microsoft', currency: 'AUD' };
const percentage = (percent: string): PriceTerm => ({ ...base, kind: 'PERCENTAGE', percent });
const tiers: PriceTerm = {
  ...base,
  kind: 'TIERS',
  tiers: [
    { from: 1, percent: '5' },
    { from: 101, percent: '10' },
    { from: 1001, percent: '17.5' },
  ],
};

describe('a unit price', () => {
  it('is the list price where nothing was negotiated', () => {
    expect(unitPrice(list, null)).toMatchObject({ basis: 'LIST', amount: '0.0312', listAmount: '0.0312' });
  });

  it('is exact under a percentage', () => {
    expect(unitPrice(list, percentage('12.5'))).toMatchObject({ basis: 'NEGOTIATED', amount: '0.0273' });
    expect(unitPrice({ ...list, amount: '0.01' }, percentage('33.3333')).amount).toBe('0.00666667');
  });

  it('is the fixed price of the offerings named, and the list price of others', () => {
    const fixed: PriceTerm = { ...base, kind: 'FIXED', prices: { [list.offering]: '0.02' } };
    expect(unitPrice(list, fixed)).toMatchObject({ basis: 'NEGOTIATED', amount: '0.02' });
    expect(unitPrice({ ...list, offering: 'other' }, fixed)).toMatchObject({
      basis: 'LIST',
      amount: '0.0312',
    });
  });

  it('is the list price where the term is of another supplier or another currency', () => {
    expect(unitPrice({ ...list, provider: 'aws' }, percentage('50')).basis).toBe('LIST');
    expect(unitPrice({ ...list, currency: 'USD' }, percentage('50')).basis).toBe('LIST');
  });
});

describe('a quote', () => {
  it('charges each unit at the rate of its tier', () => {
    const { lines, total, listTotal, saving } = quote({ ...list, amount: '10' }, tiers, 1500, null);
    expect(lines.map(({ quantity, unitAmount, amount }) => [quantity, unitAmount, amount])).toEqual([
      [100, '9.5', '950.00'],
      [900, '9', '8100.00'],
      [500, '8.25', '4125.00'],
    ]);
    expect([total, listTotal, saving]).toEqual(['13175.00', '15000.00', '1825.00']);
  });

  it('begins a tier with its first unit', () => {
    expect(quote({ ...list, amount: '10' }, tiers, 100, null).lines).toHaveLength(1);
    expect(quote({ ...list, amount: '10' }, tiers, 101, null).lines[1]).toMatchObject({
      quantity: 1,
      unitAmount: '9',
    });
  });

  it('rounds half to even to the minor unit of the currency', () => {
    expect(quote({ ...list, amount: '0.125' }, null, 1, null).total).toBe('0.12');
    expect(quote({ ...list, amount: '0.135' }, null, 1, null).total).toBe('0.14');
    expect(quote({ ...list, amount: '2.5', currency: 'JPY' }, null, 1, null).total).toBe('2');
    expect(quote({ ...list, amount: '0.0005', currency: 'KWD' }, null, 3, null).total).toBe('0.002');
  });

  it('rounds once a line, not once a month', () => {
    expect(quote({ ...list, amount: '0.004' }, null, 1, 12).total).toBe('0.05');
  });

  const price = fc
    .tuple(fc.nat(100_000), fc.stringMatching(/^\d{1,6}$/))
    .map(([whole, fraction]) => `${whole}.${fraction}`);
  const rising = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 2, max: 5_000 }), fc.nat(100)), {
      selector: ([from]) => from,
      maxLength: 4,
    })
    .map((some): Tier[] => {
      const froms = [1, ...some.map(([from]) => from).sort((a, b) => a - b)];
      const percents = [0, ...some.map(([, percent]) => percent).sort((a, b) => a - b)];
      return froms.map((from, place) => ({ from, percent: String(percents[place]) }));
    });

  it('adds up, counts every unit once, and never costs more than the list price', () => {
    fc.assert(
      fc.property(price, rising, fc.integer({ min: 1, max: 10_000 }), (amount, steps, quantity) => {
        const term: PriceTerm = { ...base, kind: 'TIERS', tiers: steps };
        expect(termFault(term)).toBeNull();
        const result = quote({ ...list, amount }, term, quantity, null);
        expect(result.lines.reduce((count, line) => count + line.quantity, 0)).toBe(quantity);
        expect(compare(sum(result.lines.map((it) => decimal(it.amount))), decimal(result.total))).toBe(0);
        // Each line is rounded by itself, which can add half a cent a line at most.
        const slack = decimal(`0.0${result.lines.length}`);
        const most = sum([decimal(result.listTotal), slack]);
        expect(compare(decimal(result.total), most)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('costs no less for more', () => {
    fc.assert(
      fc.property(price, rising, fc.integer({ min: 1, max: 9_999 }), (amount, steps, quantity) => {
        const term: PriceTerm = { ...base, kind: 'TIERS', tiers: steps };
        const of = (units: number) => decimal(quote({ ...list, amount }, term, units, null).total);
        expect(compare(of(quantity), of(quantity + 1))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a term is refused', () => {
  it.each<[string, PriceTerm]>([
    ['above 100%', percentage('100.1')],
    ['with tiers that do not begin at one', { ...base, kind: 'TIERS', tiers: [{ from: 2, percent: '1' }] }],
    [
      'with tiers that fall',
      {
        ...base,
        kind: 'TIERS',
        tiers: [
          { from: 1, percent: '1' },
          { from: 1, percent: '2' },
        ],
      },
    ],
    [
      'with a larger volume that costs more',
      {
        ...base,
        kind: 'TIERS',
        tiers: [
          { from: 1, percent: '9' },
          { from: 10, percent: '2' },
        ],
      },
    ],
    ['that fixes no price', { ...base, kind: 'FIXED', prices: {} }],
  ])('%s', (_, term) => {
    expect(termFault(term)).toEqual(expect.any(String));
  });
});
