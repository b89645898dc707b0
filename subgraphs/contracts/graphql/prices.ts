import { compare, decimal } from '../domain/decimal.ts';
import { appliesTo, unitPrice, type ListPrice, type PriceTerm } from '../domain/pricing.ts';
import type { ContractRecord } from '../store/records.ts';
import type { ContractsContext } from './context.ts';

/** What an offering is to be priced by: its list price, and the term that counts for the viewer, if any. */
export interface Pricing {
  readonly list: ListPrice;
  readonly term: PriceTerm | null;
  readonly contract: ContractRecord | null;
}

/** All prices are of the illustrative price book. */
export const PRICE_PROVENANCE = {
  status: 'ILLUSTRATIVE',
  sources: [],
  unverifiedFields: [],
  publicDocument: null,
} as const;

/**
 * The pricing of an offering on `day` for the viewer's partner; null where the price book does not list it.
 * Negotiated terms count where the partner itself is the buyer and the contract is active on that day: of
 * the contract asked for, or of whichever gives the lowest unit price where none is asked for. In every
 * other case it is the list price.
 */
export async function pricingOf(
  { loaders, viewer }: ContractsContext,
  offering: string,
  contractId: string | null,
  day: string,
): Promise<Pricing | null> {
  const list = await loaders.list_price.load(offering);
  if (list === null) return null;
  const atList: Pricing = { list, term: null, contract: null };
  if (viewer.partner === null) return atList;

  const candidates =
    contractId === null
      ? await loaders.pricedContractsOf.load(viewer.partner)
      : [await loaders.contract.load(contractId)];
  const priced = await Promise.all(
    candidates.map(async (contract): Promise<Pricing> => {
      if (contract === null || contract.buyer !== viewer.partner) return atList;
      const [term, status] = await Promise.all([
        loaders.price_term.load(contract.id),
        loaders.status(contract, day),
      ]);
      if (term === null || status !== 'ACTIVE' || !appliesTo(term, list)) return atList;
      return { list, term, contract };
    }),
  );
  return priced.filter((it) => it.term !== null).sort(byUnitPrice)[0] ?? atList;
}

function byUnitPrice(a: Pricing, b: Pricing): number {
  return compare(decimal(unitPrice(a.list, a.term).amount), decimal(unitPrice(b.list, b.term).amount));
}

/** What the id of a way says of its price: base64url of `[offering, contract or null, day, …]`. */
export function readWay(id: string): { offering: string; contract: string | null; day: string } | null {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (!Array.isArray(parts)) return null;
  const [offering, contract, day] = parts as unknown[];
  if (typeof offering !== 'string' || typeof day !== 'string') return null;
  if (contract !== null && typeof contract !== 'string') return null;
  return { offering, contract, day };
}
