import type { Day } from '../../../platform/calendar/day.ts';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import { chunks } from '../../../platform/store/database.ts';
import { openStore } from '../../../platform/store/open.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { DatabaseStore } from '../../../platform/store/store.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import type { LevelId, PartnerCode } from '../domain/levels.ts';
import type { AgreementSearch } from './agreement-search.ts';
import { searchAgreements } from './agreement-search.ts';
import { classificationDatabase } from './definition.ts';
import { AS_OF } from './import/seed.ts';
import { readLevelFacts, type LevelFacts } from './level-facts.ts';
import type {
  AgreementRecord,
  AuthorisationRecord,
  ClearanceRecord,
  EquivalenceRecord,
  LevelRecord,
  MembershipRecord,
  SchemeRecord,
} from './records.ts';
import type { Tables } from './tables.ts';

/** What can be read by id, and from which table. */
export interface RecordsById {
  source: SourceRecord;
  scheme: SchemeRecord;
  level: LevelRecord;
  equivalence: EquivalenceRecord;
  agreement: AgreementRecord;
  authorisation: AuthorisationRecord;
  clearance: ClearanceRecord;
}

/** Partners whose facts are kept; far more than there are. */
const KEPT_PARTNERS = 400;
/** Ids in one `in` list. */
const IDS_PER_STATEMENT = 500;

/**
 * The facts on classification. Reads come in batches: each method is one statement, whatever the number
 * of keys (one per 500 for lists of ids). After seeding the facts do not change while the store is open.
 */
export class ClassificationStore extends DatabaseStore<Tables> {
  readonly #schemes = this.database.facts.one(() => this.#readSchemes());
  readonly #memberships = this.database.facts.one(() => this.#readMemberships());
  readonly #authorisations = this.database.facts.one(() => this.#readAuthorisations());
  readonly #asOf = this.database.facts.one(() => this.#readAsOf());
  readonly #levelFacts = this.database.facts.each(KEPT_PARTNERS, (partner: PartnerCode) =>
    readLevelFacts(this, partner),
  );

  private constructor(database: StoreDatabase<Tables>) {
    super(database);
  }

  /**
   * Opens the store, with its schema up to date and seeded.
   * @throws ImportRejected where a file or a record cannot be taken; the store is left as it was.
   */
  static async open(environment: SubgraphEnvironment): Promise<ClassificationStore> {
    return openStore(environment, classificationDatabase, async (database) => {
      const store = new ClassificationStore(database);
      // Read now what every question needs, so that the first is as fast as the next.
      await Promise.all([store.asOf(), store.schemes(), store.memberships(), store.authorisations()]);
      return store;
    });
  }

  /** The day that the facts describe. */
  asOf(): Promise<Day> {
    return this.#asOf();
  }

  async #readAsOf(): Promise<Day> {
    const row = await this.database
      .selectFrom('meta')
      .select('value')
      .where('name', '=', AS_OF)
      .executeTakeFirstOrThrow();
    return row.value;
  }

  /** The records of these ids; those that do not exist are left out. */
  async byIds<Name extends keyof RecordsById>(
    table: Name,
    ids: readonly string[],
  ): Promise<Map<string, RecordsById[Name]>> {
    const found = new Map<string, RecordsById[Name]>();
    for (const some of chunks(ids, IDS_PER_STATEMENT)) {
      const rows = await this.database
        .selectFrom(table as keyof RecordsById)
        .select(['id', 'document'])
        .where('id', 'in', some)
        .execute();
      for (const row of rows) found.set(row.id, read<RecordsById[Name]>(row));
    }
    return found;
  }

  /** All schemes, in the order of the file; read once. */
  schemes(): Promise<readonly SchemeRecord[]> {
    return this.#schemes();
  }

  async #readSchemes(): Promise<SchemeRecord[]> {
    const rows = await this.database.selectFrom('scheme').select('document').orderBy('place').execute();
    return rows.map(read<SchemeRecord>);
  }

  /** The rows in which any of `levels` stands on either side. */
  async equivalencesOf(levels: readonly LevelId[]): Promise<EquivalenceRecord[]> {
    const rows = await this.database
      .selectFrom('equivalence')
      .select('document')
      .where((where) => where.or([where('from_level', 'in', levels), where('to_level', 'in', levels)]))
      .orderBy('id')
      .execute();
    return rows.map(read<EquivalenceRecord>);
  }

  /** The rows both of whose sides lie in `schemes`, and those of them that deny a counterpart. */
  async equivalencesWithin(schemes: readonly string[]): Promise<EquivalenceRecord[]> {
    const rows = await this.database
      .selectFrom('equivalence')
      .select('document')
      .where('from_scheme', 'in', schemes)
      .where((where) => where.or([where('to_scheme', 'is', null), where('to_scheme', 'in', schemes)]))
      .orderBy('id')
      .execute();
    return rows.map(read<EquivalenceRecord>);
  }

  /** The agreements that match, by id: from the one after `after`, at most `limit`. */
  async agreements(
    search: AgreementSearch,
    { after, limit }: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<AgreementRecord[]> {
    const rows = await searchAgreements(this.database, search)
      .select('document')
      .$if(after !== undefined, (query) => query.where('id', '>', after as string))
      .orderBy('id')
      .$if(limit !== undefined, (query) => query.limit(limit as number))
      .execute();
    return rows.map(read<AgreementRecord>);
  }

  /** How many agreements match. */
  async countAgreements(search: AgreementSearch): Promise<number> {
    const row = await searchAgreements(this.database, search)
      .select((select) => select.fn.countAll().as('count'))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** The authorisations, of one jurisdiction or of all, by id; read once. */
  async authorisations(jurisdiction?: PartnerCode): Promise<readonly AuthorisationRecord[]> {
    const all = await this.#authorisations();
    return jurisdiction === undefined ? all : all.filter((it) => it.jurisdiction === jurisdiction);
  }

  async #readAuthorisations(): Promise<AuthorisationRecord[]> {
    const rows = await this.database.selectFrom('authorisation').select('document').orderBy('id').execute();
    return rows.map(read<AuthorisationRecord>);
  }

  /** The clearances that any of `grantors` grants, or all; by grantor, lowest first. */
  async clearances(grantors?: readonly PartnerCode[]): Promise<ClearanceRecord[]> {
    const rows = await this.database
      .selectFrom('clearance')
      .select('document')
      .$if(grantors !== undefined, (query) => query.where('grantor', 'in', grantors as PartnerCode[]))
      .orderBy('grantor')
      .orderBy('position')
      .orderBy('id')
      .execute();
    return rows.map(read<ClearanceRecord>);
  }

  /** All memberships, by id; read once. */
  memberships(): Promise<readonly MembershipRecord[]> {
    return this.#memberships();
  }

  async #readMemberships(): Promise<MembershipRecord[]> {
    const rows = await this.database.selectFrom('membership').select('document').orderBy('id').execute();
    return rows.map(read<MembershipRecord>);
  }

  /** What the gates know of levels for `partner`; read once, since the facts do not change. */
  levelFacts(partner: PartnerCode): Promise<LevelFacts> {
    return this.#levelFacts(partner);
  }
}

function read<Stored>(row: { readonly document: string }): Stored {
  return JSON.parse(row.document) as Stored;
}
