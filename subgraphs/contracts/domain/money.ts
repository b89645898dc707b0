import { compare, decimal, isPositive, print, subtract, sum } from './decimal.ts';

/** Decimal text in one currency. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** What kind of bound a published value is. Only a `CEILING` can be used up. */
export type CeilingBasis = 'CEILING' | 'ESTIMATE' | 'MINIMUM';

export interface Ceiling extends Amount {
  readonly basis: CeilingBasis;
}

/** The totals by currency, in the order of their codes: amounts of different currencies are never added. */
export function totals(amounts: readonly Amount[]): Amount[] {
  const byCurrency = new Map<string, string[]>();
  for (const { amount, currency } of amounts) {
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), amount]);
  }
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, list]) => ({ amount: print(sum(list.map(decimal))), currency }));
}

/**
 * What is left of the ceiling as far as spend is known, below zero where it is overspent. Null without a
 * ceiling, where the value is an estimate or a minimum, and where no spend in its currency is known.
 */
export function remaining(ceiling: Ceiling | null, spend: readonly Amount[]): Amount | null {
  if (ceiling === null || ceiling.basis !== 'CEILING') return null;
  const counted = spend.filter((it) => it.currency === ceiling.currency);
  if (counted.length === 0) return null;
  const spent = sum(counted.map((it) => decimal(it.amount)));
  return { amount: print(subtract(decimal(ceiling.amount), spent)), currency: ceiling.currency };
}

/** Whether `amount` is above zero. */
export function isAboveZero(amount: string): boolean {
  return isPositive(decimal(amount));
}

/** Whether two decimal texts mean the same number: `1.50` and `1.5` do. */
export function sameNumber(a: string, b: string): boolean {
  return compare(decimal(a), decimal(b)) === 0;
}
