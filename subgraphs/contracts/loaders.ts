import DataLoader from 'dataloader';
import type { ProvenanceRecord } from '../../platform/facts/provenance.ts';
import { provenanceView } from '../../platform/graphql/provenance-view.ts';
import type { Provenance } from '../../platform/graphql/provenance.ts';
import type { Viewer } from '../../platform/identity/viewer.ts';
import { turningDays, statusOn, holdDays, type ContractStatus } from './domain/status.ts';
import type { AuditRecord, ContractRecord, HoldRecord, SpendRecord } from './store/records.ts';
import type { ContractsStore, Documents } from './store/store.ts';
import { visibilityOf, type Visibility } from './store/visibility.ts';

type ByKey = { readonly [Name in keyof Documents]: DataLoader<string, Documents[Name] | null> };

/** One page of a list that belongs to a record. */
export interface PageKey<Position> {
  readonly of: string;
  readonly after: Position | null;
  readonly limit: number;
}

/** The batched reads of one request. By key: null for one that does not exist or is not disclosed. */
export interface ContractsLoaders extends ByKey {
  readonly visibility: Visibility;
  readonly contract: DataLoader<string, ContractRecord | null>;
  readonly holdsOf: DataLoader<string, readonly HoldRecord[]>;
  readonly spendOf: DataLoader<string, readonly SpendRecord[]>;
  readonly versionOf: DataLoader<string, number>;
  readonly derivedFrom: DataLoader<string, readonly ContractRecord[]>;
  /** The contracts of a partner, by id. */
  readonly contractsOf: DataLoader<PageKey<string>, readonly ContractRecord[], string>;
  readonly contractCountOf: DataLoader<string, number>;
  /** The contracts with price terms of the viewer's own partner. */
  readonly pricedContractsOf: DataLoader<string, readonly ContractRecord[]>;
  /** The audit of a contract, newest first; its position is a version. */
  readonly auditOf: DataLoader<PageKey<number>, readonly AuditRecord[], string>;
  readonly auditCountOf: DataLoader<string, number>;
  /** The status of a contract on a day. */
  status(contract: ContractRecord, day: string): Promise<ContractStatus | null>;
  /** Shows a provenance; its sources are read in one batch, where they are asked for. */
  provenance(record: ProvenanceRecord): Provenance;
}

/** Loaders for one request of `viewer` over the batch reads of `store`. */
export function createLoaders(store: ContractsStore, viewer: Viewer): ContractsLoaders {
  const visibility = visibilityOf(viewer);
  const { operations } = store;
  const byKey = <Name extends keyof Documents>(name: Name) =>
    new DataLoader<string, Documents[Name] | null>(async (keys) => {
      const found = await store.documents(name, keys, visibility);
      return keys.map((key) => found.get(key) ?? null);
    });
  const source = byKey('source');
  const holdsOf = grouped(
    (ids) => operations.holds(ids),
    (hold) => hold.contract,
  );
  const counted = (count: (ids: readonly string[]) => Promise<Map<string, number>>, absent: number) =>
    new DataLoader<string, number>(async (ids) => {
      const counts = await count(ids);
      return ids.map((id) => counts.get(id) ?? absent);
    });
  return {
    visibility,
    source,
    partner: byKey('partner'),
    supplier: byKey('supplier'),
    list_price: byKey('list_price'),
    price_term: byKey('price_term'),
    contract: new DataLoader(async (ids) => {
      const found = new Map((await store.contracts(ids, visibility)).map((it) => [it.id, it]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    holdsOf,
    spendOf: grouped(
      (ids) => operations.spend(ids),
      (spend) => spend.contract,
    ),
    versionOf: counted((ids) => operations.versions(ids), 1),
    derivedFrom: grouped(
      (ids) => store.derivedFrom(ids, visibility),
      (it) => it.blueprint,
    ),
    contractsOf: paged(
      (buyers, after: string | null, limit) => store.contractsByBuyer(buyers, visibility, { after, limit }),
      (contract) => contract.buyer,
    ),
    contractCountOf: counted((buyers) => store.countByBuyer(buyers, visibility), 0),
    pricedContractsOf: new DataLoader((buyers) =>
      Promise.all(buyers.map((buyer) => store.pricedContracts(buyer, visibility))),
    ),
    auditOf: paged(
      (ids, before: number | null, limit) => operations.audit(ids, { before, limit }),
      (record) => record.contract,
    ),
    auditCountOf: counted((ids) => operations.countAudit(ids), 0),
    async status(contract, day) {
      const holds = (await holdsOf.load(contract.id)).map(holdDays).filter((it) => it !== null);
      return statusOn(turningDays(contract), holds, day);
    },
    provenance: (record) =>
      provenanceView(record, async (ids) =>
        (await Promise.all(ids.map((id) => source.load(id)))).filter((it) => it !== null),
      ),
  };
}

/** Many rows for each key, from one read. */
function grouped<Row>(
  readRows: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const rows = groupBy(await readRows(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** Pages of many records: one read for those that ask for the same page of their lists. */
function paged<Row, Position extends string | number>(
  readRows: (of: readonly string[], after: Position | null, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<PageKey<Position>, readonly Row[], string> {
  const same = ({ after, limit }: PageKey<Position>) => JSON.stringify([after, limit]);
  return new DataLoader<PageKey<Position>, readonly Row[], string>(
    async (keys) => {
      const pages = new Map<string, Map<string, Row[]>>();
      for (const [page, some] of groupBy(keys, same)) {
        const [{ after, limit }] = some as [PageKey<Position>];
        const rows = await readRows(
          some.map((it) => it.of),
          after,
          limit,
        );
        pages.set(page, groupBy(rows, keyOf));
      }
      return keys.map((key) => pages.get(same(key))?.get(key.of) ?? []);
    },
    { cacheKeyFn: (key) => JSON.stringify([key.of, key.after, key.limit]) },
  );
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
