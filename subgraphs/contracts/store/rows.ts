import { labelId } from '../../../platform/disclosure/label.ts';
import { holdDays, turningDays } from '../domain/status.ts';
import type { ContractRecord, HoldRecord } from './records.ts';
import type { ContractRow, HoldRow, Tables } from './tables.ts';

/** A contract with the columns that it is searched and ordered by. */
export function contractRow(contract: ContractRecord): ContractRow {
  const searched = [
    contract.id,
    contract.title,
    contract.buyerBody ?? '',
    ...contract.suppliers.flatMap((it) => [it.name, it.words]),
    ...contract.references.map((it) => it.number),
  ];
  return {
    id: contract.id,
    origin: contract.origin,
    buyer: contract.buyer,
    kind: contract.kind,
    conveys_purchase: contract.conveysPurchase ? 1 : 0,
    title_key: contract.title.toLowerCase(),
    search_text: searched.join('\n').toLowerCase(),
    blueprint: contract.blueprint,
    ...turningDays(contract),
    label: labelId(contract.label),
    document: JSON.stringify(contract),
  };
}

/** The suppliers under a contract; technology partners are none. */
export function supplierRows({ id, origin, suppliers }: ContractRecord): Tables['contract_supplier'][] {
  const named = new Set(suppliers.filter((it) => it.role === 'SUPPLIER').map((it) => it.id));
  return [...named].map((supplier) => ({ contract: id, origin, supplier }));
}

export function holdRow(hold: HoldRecord): HoldRow {
  const days = holdDays(hold);
  if (days === null) throw new RangeError(`Hold ${hold.id} begins on no date.`);
  return {
    id: hold.id,
    contract: hold.contract,
    origin: hold.origin,
    from_day: days.from,
    until_day: days.until,
    document: JSON.stringify(hold),
  };
}
