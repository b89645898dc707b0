import { sql } from 'kysely';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import { chunks } from '../../../platform/store/database.ts';
import { discloses } from '../../../platform/disclosure/discloses.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { openStore } from '../../../platform/store/open.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { DatabaseStore } from '../../../platform/store/store.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import type { ListPrice, PriceTerm } from '../domain/pricing.ts';
import type { SupplierIdentity } from '../domain/suppliers.ts';
import { ContractChanges } from './changes.ts';
import { contractFacts, type ContractFacts } from './contract-facts.ts';
import { contractsDatabase } from './definition.ts';
import { OperationReads } from './operation-reads.ts';
import type { ContractRecord, Labelled, PartnerRecord } from './records.ts';
import { orderKey, searchContracts, type ContractOrder, type ContractSearch } from './search.ts';
import type { Tables } from './tables.ts';
import { visible, type Visibility } from './visibility.ts';

/** What can be read by its key. */
export interface Documents {
  source: SourceRecord;
  partner: PartnerRecord;
  supplier: SupplierIdentity;
  list_price: Labelled<ListPrice>;
  price_term: Labelled<PriceTerm>;
}

const KEYS = {
  source: 'id',
  partner: 'id',
  supplier: 'id',
  list_price: 'offering',
  price_term: 'contract',
} as const satisfies Record<keyof Documents, string>;

/** Facts of some tens of rows, which do not change while the store is open. */
type AllDocuments = { readonly [Name in keyof Documents]: ReadonlyMap<string, Documents[Name]> };

/** Where a page of contracts begins: after the row with this order key and id. */
export interface ContractPosition {
  readonly key: string;
  readonly id: string;
}

/** A contract with the key it is ordered by. */
export interface ContractInOrder extends ContractPosition {
  readonly contract: ContractRecord;
}

/** Ids in one `in` list. */
const IDS_PER_STATEMENT = 500;

/**
 * Partners, contracts, prices and what operators record. Reads come in batches: each method is one
 * statement, whatever the number of keys (one per 500 for lists of ids), unless it says otherwise.
 */
export class ContractsStore extends DatabaseStore<Tables> {
  /** What operators recorded on contracts, and the holds. */
  readonly operations: OperationReads;
  /** The changes that operators make. */
  readonly changes: ContractChanges;

  readonly #documents = this.database.facts.one(() => this.#readDocuments());

  private constructor(database: StoreDatabase<Tables>) {
    super(database);
    this.operations = new OperationReads(database);
    this.changes = new ContractChanges(database);
  }

  /**
   * Opens the store, with its schema up to date and seeded. What operators recorded survives a new seed.
   * @throws ImportRejected where a file or a record cannot be taken; the store is left as it was.
   */
  static async open(environment: SubgraphEnvironment): Promise<ContractsStore> {
    return openStore(environment, contractsDatabase, async (database) => {
      const store = new ContractsStore(database);
      // Read now what every question needs, so that the first is as fast as the next.
      await store.#documents();
      return store;
    });
  }

  /** The documents of these keys that may be shown to the viewer; others are left out. */
  async documents<Name extends keyof Documents>(
    table: Name,
    keys: readonly string[],
    viewer: Visibility,
  ): Promise<Map<string, Documents[Name]>> {
    const all = (await this.#documents())[table] as ReadonlyMap<string, Documents[Name]>;
    return new Map(
      keys.flatMap((key) => {
        const found = all.get(key);
        if (!found || ('label' in found && !discloses(found.label, viewer))) return [];
        return [[key, found] as const];
      }),
    );
  }

  async #readDocuments(): Promise<AllDocuments> {
    const all = async <Name extends keyof Documents>(table: Name) => {
      const key = sql.ref<string>(KEYS[table]);
      const { rows } = await sql<{ key: string; document: string }>`
        select ${key} as key, document from ${sql.table(table)} order by ${key}`.execute(this.database);
      return new Map(rows.map((row) => [row.key, read<Documents[Name]>(row)]));
    };
    return {
      source: await all('source'),
      partner: await all('partner'),
      supplier: await all('supplier'),
      list_price: await all('list_price'),
      price_term: await all('price_term'),
    };
  }

  async partners(kind?: PartnerRecord['kind']): Promise<PartnerRecord[]> {
    const rows = await this.database
      .selectFrom('partner')
      .select('document')
      .$if(kind !== undefined, (query) => query.where('kind', '=', kind as string))
      .orderBy('id')
      .execute();
    return rows.map(read<PartnerRecord>);
  }

  /** The contracts of these ids that the viewer may see. */
  async contracts(ids: readonly string[], viewer: Visibility): Promise<ContractRecord[]> {
    const found: ContractRecord[] = [];
    for (const some of chunks(ids, IDS_PER_STATEMENT)) {
      const rows = await this.database
        .selectFrom('contract')
        .select('document')
        .where('id', 'in', some)
        .where(visible(viewer))
        .execute();
      found.push(...rows.map(read<ContractRecord>));
    }
    return found;
  }

  /** The contracts that match, in order, from the one after `after`; at most `limit`. */
  async search(
    search: ContractSearch,
    viewer: Visibility,
    { order, after, limit }: { order: ContractOrder; after: ContractPosition | null; limit: number },
  ): Promise<ContractInOrder[]> {
    const key = orderKey(order);
    const rows = await searchContracts(this.database, search, viewer)
      .select(['contract.id', 'contract.document', key.as('key')])
      .$if(after !== null, (query) =>
        query.where((where) =>
          where.or([
            where(key, '>', after!.key),
            where.and([where(key, '=', after!.key), where('contract.id', '>', after!.id)]),
          ]),
        ),
      )
      .orderBy(key)
      .orderBy('contract.id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ key: row.key, id: row.id, contract: read<ContractRecord>(row) }));
  }

  async count(search: ContractSearch, viewer: Visibility): Promise<number> {
    const row = await searchContracts(this.database, search, viewer)
      .select((select) => select.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** How many contracts of each of these buyers the viewer may see. */
  async countByBuyer(buyers: readonly string[], viewer: Visibility): Promise<Map<string, number>> {
    const rows = await this.database
      .selectFrom('contract')
      .select((select) => ['buyer', select.fn.countAll().as('count')])
      .where('buyer', 'in', buyers)
      .where(visible(viewer))
      .groupBy('buyer')
      .execute();
    return new Map(rows.map((row) => [row.buyer, Number(row.count)]));
  }

  /** The first `limit` contracts by id of each of these buyers, after the id `after`. */
  async contractsByBuyer(
    buyers: readonly string[],
    viewer: Visibility,
    { after, limit }: { after: string | null; limit: number },
  ): Promise<ContractRecord[]> {
    const rows = await this.database
      .with('numbered', (database) =>
        database
          .selectFrom('contract')
          .select([
            'document',
            'id',
            sql<number>`row_number() over (partition by buyer order by id)`.as('place'),
          ])
          .where('buyer', 'in', buyers)
          .where(visible(viewer))
          .$if(after !== null, (query) => query.where('id', '>', after as string)),
      )
      .selectFrom('numbered')
      .select('document')
      .where('place', '<=', limit)
      .orderBy('id')
      .execute();
    return rows.map(read<ContractRecord>);
  }

  /** The contracts derived from any of these blueprints, by id. */
  async derivedFrom(blueprints: readonly string[], viewer: Visibility): Promise<ContractRecord[]> {
    const rows = await this.database
      .selectFrom('contract')
      .select('document')
      .where('blueprint', 'in', blueprints)
      .where(visible(viewer))
      .orderBy('id')
      .execute();
    return rows.map(read<ContractRecord>);
  }

  /** The contracts of this buyer that have price terms, as far as the viewer may see both, by id. */
  async pricedContracts(buyer: string, viewer: Visibility): Promise<ContractRecord[]> {
    const rows = await this.database
      .selectFrom('contract')
      .innerJoin('price_term', 'price_term.contract', 'contract.id')
      .select('contract.document')
      .where('contract.buyer', '=', buyer)
      .where(visible(viewer))
      .where(disclosedTo(viewer, 'price_term.label'))
      .orderBy('contract.id')
      .execute();
    return rows.map(read<ContractRecord>);
  }

  /**
   * What the gates know of the contracts of `partner` that its own viewer, who asks, may see; what operators
   * recorded on them counts. Three statements, or one where there is no contract.
   */
  async contractFacts(partner: string, viewer: Visibility): Promise<ContractFacts> {
    const rows = await this.database
      .selectFrom('contract')
      .select('document')
      .where('buyer', '=', partner)
      .where(visible(viewer))
      .orderBy('id')
      .execute();
    const contracts = rows.map(read<ContractRecord>);
    if (contracts.length === 0) return contractFacts([]);
    const ids = contracts.map((it) => it.id);
    const [holds, spend] = await Promise.all([this.operations.holds(ids), this.operations.spend(ids)]);
    return contractFacts(
      contracts.map((contract) => ({
        contract,
        holds: holds.filter((it) => it.contract === contract.id),
        spend: spend.filter((it) => it.contract === contract.id),
      })),
    );
  }
}

function read<Stored>(row: { readonly document: string }): Stored {
  return JSON.parse(row.document) as Stored;
}
