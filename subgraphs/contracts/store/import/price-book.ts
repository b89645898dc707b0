import {
  ImportRejected,
  readRecords,
  type FactsFile,
  type Rejection,
} from '../../../../platform/facts/read-facts.ts';
import { termFault, type ListPrice, type PriceTerm } from '../../domain/pricing.ts';
import type { SupplierIdentity } from '../../domain/suppliers.ts';
import type { ContractRecord, Labelled, PriceBook } from '../records.ts';
import { listPriceSchema, priceTermSchema } from './schemas.ts';

/**
 * The price book: list prices by offering, and the terms negotiated in contracts.
 * @throws ImportRejected where a price or a term cannot be taken, or refers to what is not there.
 */
export function readPriceBook(
  file: FactsFile,
  contracts: readonly ContractRecord[],
  suppliers: readonly SupplierIdentity[],
): PriceBook {
  if (file.content['provenance'] !== 'ILLUSTRATIVE' || typeof file.content['note'] !== 'string') {
    throw new ImportRejected([
      {
        file: file.name,
        record: '(file)',
        field: 'provenance',
        reason: 'expected ILLUSTRATIVE, with a note that says so',
      },
    ]);
  }
  const prices = readRecords<Labelled<ListPrice>>(file, 'prices', listPriceSchema, (it) => it.offering);
  const terms = readRecords<Labelled<PriceTerm>>(file, 'terms', priceTermSchema, (it) => it.contract);
  const rejections: Rejection[] = [];
  const refuse = (record: string, field: string, reason: string) =>
    rejections.push({ file: file.name, record, field, reason });

  const known = new Set(suppliers.map((it) => it.id));
  for (const { offering, provider } of prices) {
    if (!known.has(provider)) refuse(offering, 'provider', `${provider} is no known supplier`);
  }
  for (const term of terms) {
    const contract = contracts.find((it) => it.id === term.contract);
    if (!contract) refuse(term.contract, 'contract', 'is no contract of the facts');
    else if (!contract.suppliers.some((it) => it.id === term.provider && it.role === 'SUPPLIER')) {
      refuse(term.contract, 'provider', `the contract does not name ${term.provider} as a supplier`);
    } else if (contract.currency !== term.currency) {
      refuse(term.contract, 'currency', `the contract is in ${contract.currency}`);
    }
    const fault = termFault(term);
    if (fault) refuse(term.contract, 'terms', fault);
    if (term.kind === 'FIXED') rejections.push(...fixedRejections(file, term.contract, term, prices));
  }
  if (rejections.length > 0) throw new ImportRejected(rejections);
  return { note: file.content['note'], prices, terms };
}

/** A fixed price needs a list price of the same supplier and currency beside it. */
function fixedRejections(
  file: FactsFile,
  record: string,
  term: PriceTerm & { readonly kind: 'FIXED' },
  prices: readonly ListPrice[],
): Rejection[] {
  return Object.keys(term.prices)
    .filter(
      (offering) =>
        !prices.some(
          (it) => it.offering === offering && it.provider === term.provider && it.currency === term.currency,
        ),
    )
    .map((offering) => ({
      file: file.name,
      record,
      field: `prices.${offering}`,
      reason: `expected an offering of ${term.provider} with a list price in ${term.currency}`,
    }));
}
