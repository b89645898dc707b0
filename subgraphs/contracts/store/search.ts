import { sql, type ExpressionBuilder, type Kysely } from 'kysely';
import type { Day } from '../../../platform/calendar/day.ts';
import type { ContractKind } from '../domain/kinds.ts';
import type { ContractStatus } from '../domain/status.ts';
import type { Tables } from './tables.ts';
import { visible, type Visibility } from './visibility.ts';

/** Which contracts are meant. Absent parts do not limit; every word of `text` has to occur. */
export interface ContractSearch {
  readonly buyer?: string | undefined;
  readonly supplier?: string | undefined;
  readonly kinds?: readonly ContractKind[] | undefined;
  readonly conveysPurchase?: boolean | undefined;
  readonly text?: string | undefined;
  readonly status?: { readonly any: readonly ContractStatus[]; readonly on: Day } | undefined;
}

export type ContractOrder = 'ID' | 'TITLE' | 'START';

/** What rows are ordered by before their id. A contract without a start comes last. */
export function orderKey(order: ContractOrder) {
  if (order === 'TITLE') return sql<string>`contract.title_key`;
  return order === 'START' ? sql<string>`coalesce(contract.begins, '9999-12-31')` : sql<string>`contract.id`;
}

/** The query over the contracts that the viewer may see and that match, without columns and order. */
export function searchContracts(database: Kysely<Tables>, search: ContractSearch, viewer: Visibility) {
  const { buyer, supplier, kinds, conveysPurchase, text, status } = search;
  let query = database.selectFrom('contract').where(visible(viewer));
  if (buyer !== undefined) query = query.where('contract.buyer', '=', buyer);
  if (kinds) query = query.where((where) => oneOf(where, 'contract.kind', kinds));
  if (conveysPurchase !== undefined) {
    query = query.where('contract.conveys_purchase', '=', conveysPurchase ? 1 : 0);
  }
  if (supplier !== undefined) {
    const named = database
      .selectFrom('contract_supplier')
      .select('contract_supplier.contract')
      .where('contract_supplier.supplier', '=', supplier);
    query = query.where('contract.id', 'in', named);
  }
  for (const word of text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []) {
    query = query.where(sql<boolean>`contract.search_text like ${`%${literal(word)}%`} escape '\\'`);
  }
  if (status)
    query = query.where((where) => where.or(status.any.map((it) => hasStatus(where, it, status.on))));
  return query;
}

/** The rule of `statusOn` in SQL, over the stored turning days; a test holds the two to each other. */
function hasStatus(where: Where, status: ContractStatus, on: Day) {
  const reached = (column: 'contract.cancelled' | 'contract.expires' | 'contract.begins') =>
    where.and([where(column, 'is not', null), where(column, '<=', on)]);
  const ahead = (column: 'contract.cancelled' | 'contract.expires') =>
    where.or([where(column, 'is', null), where(column, '>', on)]);
  const held = where.exists(
    where
      .selectFrom('hold')
      .select('hold.id')
      .whereRef('hold.contract', '=', 'contract.id')
      .where('hold.from_day', '<=', on)
      .where((hold) => hold.or([hold('hold.until_day', 'is', null), hold('hold.until_day', '>', on)])),
  );
  const running = where.and([ahead('contract.cancelled'), ahead('contract.expires')]);
  switch (status) {
    case 'CANCELLED':
      return reached('contract.cancelled');
    case 'EXPIRED':
      return where.and([ahead('contract.cancelled'), reached('contract.expires')]);
    case 'ON_HOLD':
      return where.and([running, held]);
    case 'PLANNED':
      return where.and([running, where.not(held), where('contract.begins', '>', on)]);
    case 'ACTIVE':
      return where.and([running, where.not(held), reached('contract.begins')]);
  }
}

type Where = ExpressionBuilder<Tables, 'contract'>;

/** An empty list is no SQL: none of nothing is never true. */
function oneOf(where: Where, column: 'contract.kind', values: readonly string[]) {
  return values.length > 0 ? where(column, 'in', values) : where.or([]);
}

/** The word with the wildcards of LIKE taken as they are. */
function literal(word: string): string {
  return word.replace(/[\\%_]/g, (it) => `\\${it}`);
}
