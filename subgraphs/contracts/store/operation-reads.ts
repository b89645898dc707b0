import { sql, type Kysely } from 'kysely';
import type { AuditRecord, HoldRecord, SpendRecord } from './records.ts';
import type { Tables } from './tables.ts';

/** What stands on contracts: holds, recorded spend, versions, audit. Each method is one statement. */
export class OperationReads {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** The holds on these contracts, the earliest first. */
  async holds(contracts: readonly string[]): Promise<HoldRecord[]> {
    const rows = await this.#database
      .selectFrom('hold')
      .select('document')
      .where('contract', 'in', contracts)
      .orderBy('from_day')
      .orderBy('id')
      .execute();
    return rows.map((row) => JSON.parse(row.document) as HoldRecord);
  }

  /** What operators recorded as spent under these contracts, the earliest first. */
  async spend(contracts: readonly string[]): Promise<SpendRecord[]> {
    const rows = await this.#database
      .selectFrom('spend')
      .selectAll()
      .where('contract', 'in', contracts)
      .orderBy('from_day')
      .orderBy('reference')
      .execute();
    return rows.map(({ from_day: from, until_day: until, recorded_at: recordedAt, ...row }) => ({
      ...row,
      from,
      until,
      recordedAt,
    }));
  }

  /** The versions of these contracts; those that nobody changed are left out and are at 1. */
  async versions(contracts: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#database
      .selectFrom('contract_version')
      .selectAll()
      .where('contract', 'in', contracts)
      .execute();
    return new Map(rows.map((row) => [row.contract, row.version]));
  }

  /** The latest `limit` audit records of each of these contracts below the version `before`, newest first. */
  async audit(
    contracts: readonly string[],
    { before, limit }: { before: number | null; limit: number },
  ): Promise<AuditRecord[]> {
    return this.#database
      .with('numbered', (database) =>
        database
          .selectFrom('audit')
          .selectAll()
          .select(sql<number>`row_number() over (partition by contract order by version desc)`.as('place'))
          .where('contract', 'in', contracts)
          .$if(before !== null, (query) => query.where('version', '<', before as number)),
      )
      .selectFrom('numbered')
      .select(['contract', 'version', 'action', 'at', 'viewer', 'partner', 'request', 'detail'])
      .where('place', '<=', limit)
      .orderBy('contract')
      .orderBy('version', 'desc')
      .execute();
  }

  async countAudit(contracts: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#database
      .selectFrom('audit')
      .select((select) => ['contract', select.fn.countAll().as('count')])
      .where('contract', 'in', contracts)
      .groupBy('contract')
      .execute();
    return new Map(rows.map((row) => [row.contract, Number(row.count)]));
  }
}
