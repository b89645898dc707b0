import type { Transaction } from 'kysely';
import { labelId } from '../../../../platform/disclosure/label.ts';
import { chunks } from '../../../../platform/store/database.ts';
import { storeLabels } from '../../../../platform/store/labels.ts';
import { contractRow, holdRow, supplierRows } from '../rows.ts';
import { FACT_TABLES, MIXED_TABLES, type Tables } from '../tables.ts';
import type { ImportedFacts } from './facts.ts';

/** Replaces the facts that the store holds by `facts`. What operators recorded stays as it is. */
export async function seedFacts(transaction: Transaction<Tables>, facts: ImportedFacts): Promise<void> {
  for (const table of FACT_TABLES) await transaction.deleteFrom(table).execute();
  for (const table of MIXED_TABLES) {
    await transaction.deleteFrom(table).where('origin', '=', 'FACTS').execute();
  }
  const labelled = [...facts.contracts, ...facts.priceBook.prices, ...facts.priceBook.terms];
  await storeLabels(
    transaction,
    labelled.map((it) => it.label),
  );
  for (const [table, rows] of Object.entries(rowsOf(facts))) {
    for (const some of chunks<object>(rows, ROWS_PER_INSERT)) {
      await transaction
        .insertInto(table as keyof Tables)
        .values(some as never)
        .execute();
    }
  }
}

const ROWS_PER_INSERT = 500;

function rowsOf(facts: ImportedFacts): { [Table in keyof Tables]?: Tables[Table][] } {
  const document = (record: object) => JSON.stringify(record);
  return {
    source: facts.sources.map((it) => ({ id: it.id, document: document(it) })),
    partner: facts.partners.map((it) => ({ id: it.id, kind: it.kind, document: document(it) })),
    supplier: facts.suppliers.map((it) => ({ id: it.id, document: document(it) })),
    list_price: facts.priceBook.prices.map((it) => ({
      offering: it.offering,
      label: labelId(it.label),
      document: document(it),
    })),
    price_term: facts.priceBook.terms.map((it) => ({
      contract: it.contract,
      label: labelId(it.label),
      document: document(it),
    })),
    contract: facts.contracts.map(contractRow),
    contract_supplier: facts.contracts.flatMap(supplierRows),
    hold: facts.holds.map(holdRow),
  };
}
