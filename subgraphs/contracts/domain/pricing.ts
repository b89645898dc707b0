import { minorUnitPlaces } from './currency.ts';
import {
  compare,
  decimal,
  multiply,
  print,
  roundHalfEven,
  subtract,
  sum,
  trimmed,
  type Decimal,
} from './decimal.ts';

/** What a price counts. Those by the month can be quoted for several months. */
export const PRICE_UNITS = {
  hour: { monthly: false },
  'vCPU-hour': { monthly: false },
  'GB-month': { monthly: true },
  'instance-month': { monthly: true },
  'user-month': { monthly: true },
  'device-month': { monthly: true },
  '10,000 operations': { monthly: false },
  'million requests': { monthly: false },
  device: { monthly: false },
} as const;
export type PriceUnit = keyof typeof PRICE_UNITS;

/** An entry of the price book: what one unit of an offering costs whoever has negotiated nothing. */
export interface ListPrice {
  readonly offering: string;
  /** Id of the supplier who sells the offering. */
  readonly provider: string;
  readonly amount: string;
  readonly currency: string;
  readonly unit: PriceUnit;
}

/** Prices agreed in a contract, for what one supplier sells in one currency. */
export type PriceTerm = {
  readonly contract: string;
  readonly provider: string;
  readonly currency: string;
} & (PercentageTerm | FixedTerm | TierTerm);

interface PercentageTerm {
  readonly kind: 'PERCENTAGE';
  /** Taken off the list price. */
  readonly percent: string;
}

interface FixedTerm {
  readonly kind: 'FIXED';
  /** Price of one unit by offering; what is not named costs its list price. */
  readonly prices: Readonly<Record<string, string>>;
}

interface TierTerm {
  readonly kind: 'TIERS';
  /** By rising `from`, the first from 1: units from there on cost `percent` less. */
  readonly tiers: readonly Tier[];
}

export interface Tier {
  /** The first unit to which it applies. */
  readonly from: number;
  readonly percent: string;
}

/** The price of one unit. */
export interface UnitPrice {
  readonly basis: 'LIST' | 'NEGOTIATED';
  readonly amount: string;
  readonly listAmount: string;
  readonly currency: string;
  readonly unit: PriceUnit;
  readonly explanation: string;
}

/** A part of a quote: units at one price. */
export interface QuoteLine {
  readonly description: string;
  readonly quantity: number;
  readonly months: number | null;
  readonly unitAmount: string;
  /** Rounded to the minor unit of the currency. */
  readonly amount: string;
}

export interface Quote {
  readonly basis: 'LIST' | 'NEGOTIATED';
  readonly currency: string;
  readonly unit: PriceUnit;
  readonly lines: readonly QuoteLine[];
  /** Sum of the lines. */
  readonly total: string;
  /** What the same would cost at list prices. */
  readonly listTotal: string;
  readonly saving: string;
  readonly explanation: string;
}

/** Whether the term says anything on this offering's price. */
export function appliesTo(term: PriceTerm, list: ListPrice): boolean {
  if (term.provider !== list.provider || term.currency !== list.currency) return false;
  return term.kind !== 'FIXED' || term.prices[list.offering] !== undefined;
}

/** The price of the first unit under `term`, or at the list price where there is none that applies. */
export function unitPrice(list: ListPrice, term: PriceTerm | null): UnitPrice {
  const { amount, currency, unit } = list;
  const common = { listAmount: amount, currency, unit };
  if (term === null || !appliesTo(term, list)) {
    return { ...common, basis: 'LIST', amount, explanation: `The list price of one ${unit}.` };
  }
  const [first] = steps(list, term);
  return { ...common, basis: 'NEGOTIATED', amount: print(first.price), explanation: explain(term, list) };
}

/**
 * What `quantity` units cost, each month for `months` where the unit is by the month. Every line is
 * computed exactly and rounded once, half to even, to the minor unit of the currency; the total is the sum
 * of the rounded lines, so that it adds up on paper.
 */
export function quote(
  list: ListPrice,
  term: PriceTerm | null,
  quantity: number,
  months: number | null,
): Quote {
  const { currency, unit } = list;
  const places = minorUnitPlaces(currency);
  const applied = term !== null && appliesTo(term, list) ? term : null;
  const times = { units: BigInt(months ?? 1), scale: 0 };
  const cost = (price: Decimal, units: number) =>
    roundHalfEven(multiply(multiply(price, { units: BigInt(units), scale: 0 }), times), places);

  const lines = split(applied ? steps(list, applied) : [listStep(list)], quantity).map(
    ({ price, description, units }) => ({
      description,
      quantity: units,
      months,
      unitAmount: print(price),
      amount: print(cost(price, units)),
    }),
  );
  const total = sum([{ units: 0n, scale: places }, ...lines.map((line) => decimal(line.amount))]);
  const listTotal = cost(decimal(list.amount), quantity);
  return {
    basis: applied ? 'NEGOTIATED' : 'LIST',
    currency,
    unit,
    lines,
    total: print(total),
    listTotal: print(listTotal),
    saving: print(subtract(listTotal, total)),
    explanation: `${applied ? explain(applied, list) : `The list price of one ${unit}.`} ${ROUNDING}`,
  };
}

const ROUNDING =
  'Each line is rounded half to even to the minor unit of the currency; the total is their sum.';

interface Step {
  readonly from: number;
  readonly price: Decimal;
  readonly description: string;
}

const listStep = (list: ListPrice): Step => ({
  from: 1,
  price: decimal(list.amount),
  description: 'list price',
});

function steps(list: ListPrice, term: PriceTerm): readonly [Step, ...Step[]] {
  switch (term.kind) {
    case 'PERCENTAGE': {
      return [
        {
          from: 1,
          price: lowered(list.amount, term.percent),
          description: `list price less ${term.percent}%`,
        },
      ];
    }
    case 'FIXED': {
      const price = decimal(term.prices[list.offering] as string);
      return [{ from: 1, price, description: 'price fixed in the contract' }];
    }
    case 'TIERS': {
      const [first, ...rest] = term.tiers.map(({ from, percent }): Step => ({
        from,
        price: lowered(list.amount, percent),
        description: `from unit ${from}: list price less ${percent}%`,
      }));
      return [first ?? listStep(list), ...rest];
    }
  }
}

/** Graduated: a tier's price counts for the units that lie in it, not for those below. */
function split(tiers: readonly Step[], quantity: number): (Step & { readonly units: number })[] {
  return tiers
    .map((step, place) => {
      const last = (tiers[place + 1]?.from ?? Infinity) - 1;
      return { ...step, units: Math.max(0, Math.min(quantity, last) - step.from + 1) };
    })
    .filter((step) => step.units > 0);
}

function lowered(amount: string, percent: string): Decimal {
  const kept = subtract(decimal('100'), decimal(percent));
  const product = multiply(decimal(amount), kept);
  return trimmed({ units: product.units, scale: product.scale + 2 });
}

function explain(term: PriceTerm, list: ListPrice): string {
  switch (term.kind) {
    case 'PERCENTAGE':
      return `${term.contract} takes ${term.percent}% off the list price of one ${list.unit}.`;
    case 'FIXED':
      return `${term.contract} fixes the price of one ${list.unit}.`;
    case 'TIERS': {
      const tiers = term.tiers.map(({ from, percent }) => `from unit ${from} ${percent}% off`).join(', ');
      return `${term.contract} lowers the list price by volume: ${tiers}; each rate counts for the units in its tier.`;
    }
  }
}

/** Why a term cannot stand, in words; null where it can. */
export function termFault(term: PriceTerm): string | null {
  switch (term.kind) {
    case 'PERCENTAGE':
      return percentFault(term.percent);
    case 'FIXED':
      return Object.keys(term.prices).length === 0 ? 'fixes no price' : null;
    case 'TIERS': {
      if (term.tiers[0]?.from !== 1) return 'the first tier has to begin at unit 1';
      for (const [place, tier] of term.tiers.entries()) {
        const before = term.tiers[place - 1];
        if (before && tier.from <= before.from) return 'tiers have to rise';
        if (before && compare(decimal(tier.percent), decimal(before.percent)) < 0) {
          return 'a larger volume has to cost no more by the unit';
        }
        const fault = percentFault(tier.percent);
        if (fault) return fault;
      }
      return null;
    }
  }
}

function percentFault(percent: string): string | null {
  const value = decimal(percent);
  const within = compare(value, decimal('0')) >= 0 && compare(value, decimal('100')) <= 0;
  return within ? null : `${percent}% is no reduction from 0 to 100%`;
}
