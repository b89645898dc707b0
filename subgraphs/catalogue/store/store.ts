import { sql } from 'kysely';
import { chunks } from '../../../platform/store/database.ts';
import { readerKey, type Reader } from '../../../platform/disclosure/discloses.ts';
import { disclosedTo } from '../../../platform/store/labels.ts';
import { openStore } from '../../../platform/store/open.ts';
import type { StoreDatabase } from '../../../platform/store/store-database.ts';
import { DatabaseStore } from '../../../platform/store/store.ts';
import type { SubgraphEnvironment } from '../../../platform/subgraph/define.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import type {
  CatalogueReads,
  OfferingSearch,
  PageQuery,
  PageRow,
  Position,
  RecordsById,
  StoredProfile,
} from './catalogue-store.ts';
import { catalogueDatabase } from './definition.ts';
import { readPage, type Bucket, type Strand } from './pages.ts';
import { wordPatterns } from './word-patterns.ts';
import { profileMatches } from './profile-search.ts';
import type { OfferingRecord } from './records.ts';
import type { Tables } from './tables.ts';

/** Ids in one `in` list. */
const IDS_PER_STATEMENT = 500;
/** Readers whose profiles are remembered. */
const KNOWN_READERS = 1_000;

/** Records that nature bounds: some tens or hundreds, read once. */
type Bounded = { readonly [Name in keyof RecordsById]: ReadonlyMap<string, RecordsById[Name]> };

/** What the profiles tell without a look at any offering. */
interface ProfileIndex {
  readonly stored: readonly StoredProfile[];
  readonly byId: ReadonlyMap<string, RequirementProfile>;
  /** Offerings by profile and category. */
  readonly categories: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/**
 * The catalogue's facts. Reads come in batches: each method is one statement, whatever the number of keys
 * (one per 500 for lists of ids). After seeding the facts do not change while the store is open, so that
 * the profiles, the counts by profile and the bounded records are read once.
 */
export class CatalogueStore extends DatabaseStore<Tables> implements CatalogueReads {
  readonly #profileIndex = this.database.facts.one(() => this.#readProfiles());
  readonly #bounded = this.database.facts.one(() => this.#readBounded());
  /** By reader: what they are shown changes with the facts alone. */
  readonly #disclosed = this.database.facts.each(
    KNOWN_READERS,
    (it: Reader) => this.#readDisclosed(it),
    readerKey,
  );

  private constructor(database: StoreDatabase<Tables>) {
    super(database);
  }

  /**
   * Opens the store, with its schema up to date and seeded.
   * @throws ImportRejected where a file or a record cannot be taken; the store is left as it was.
   */
  static async open(environment: SubgraphEnvironment): Promise<CatalogueStore> {
    return openStore(environment, catalogueDatabase, async (database) => {
      const store = new CatalogueStore(database);
      // Read now what every question needs, so that the first is as fast as the next.
      await Promise.all([store.#profileIndex(), store.#bounded()]);
      return store;
    });
  }

  profiles(reader: Reader): Promise<readonly StoredProfile[]> {
    return this.#disclosed(reader);
  }

  async #readDisclosed(reader: Reader): Promise<readonly StoredProfile[]> {
    const rows = await this.database
      .selectFrom('profile')
      .select('id')
      .where(disclosedTo(reader, 'profile.label'))
      .execute();
    const shown = new Set(rows.map(({ id }) => id));
    const { stored } = await this.#profileIndex();
    return stored.filter(({ profile }) => shown.has(profile.id));
  }

  async counts(
    search: OfferingSearch,
    profiles: readonly StoredProfile[],
  ): Promise<ReadonlyMap<string, number>> {
    const { categories } = await this.#profileIndex();
    const candidates = profiles.filter(({ profile }) => profileMatches(profile, search));
    const patterns = wordPatterns(search.text);
    if (candidates.length === 0) return new Map();
    if (patterns.length > 0) return this.#countWords(candidates, search, patterns);
    const counts = candidates.map(({ profile, offerings }) => {
      const inCategories = search.categories?.map((it) => categories.get(profile.id)?.get(it) ?? 0);
      return [profile.id, inCategories ? inCategories.reduce((sum, it) => sum + it, 0) : offerings] as const;
    });
    return new Map(counts.filter(([, count]) => count > 0));
  }

  async page({ groups, search, order, after, limit }: PageQuery): Promise<readonly PageRow[]> {
    const index = await this.#profileIndex();
    const buckets = groups.flatMap((group, place) => {
      const profiles = group.filter((id) => {
        const profile = index.byId.get(id);
        return profile !== undefined && profileMatches(profile, search);
      });
      return order === 'NAME'
        ? [bucket([place], profiles, search, index)]
        : byProvider(profiles, index).map(([provider, own]) => bucket([place, provider], own, search, index));
    });
    const rows = await readPage(this.database, buckets, search.text, after, limit);
    return rows.map(({ document, position }) => ({
      offering: JSON.parse(document) as OfferingRecord,
      position,
    }));
  }

  async byIds<Name extends keyof RecordsById>(
    name: Name,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, RecordsById[Name]>> {
    const bounded = (await this.#bounded())[name] as ReadonlyMap<string, RecordsById[Name]>;
    return new Map(
      ids.flatMap((id) => (bounded.has(id) ? [[id, bounded.get(id) as RecordsById[Name]]] : [])),
    );
  }

  async offerings(ids: readonly string[], reader: Reader): Promise<ReadonlyMap<string, OfferingRecord>> {
    const found = new Map<string, OfferingRecord>();
    for (const some of chunks([...new Set(ids)], IDS_PER_STATEMENT)) {
      const rows = await this.database
        .selectFrom('offering')
        .innerJoin('profile', 'profile.id', 'offering.profile')
        .select(['offering.id', 'offering.document'])
        .where('offering.id', 'in', some)
        .where(disclosedTo(reader, 'profile.label'))
        .execute();
      for (const { id, document } of rows) found.set(id, JSON.parse(document) as OfferingRecord);
    }
    return found;
  }

  async all<Name extends 'provider' | 'environment' | 'region'>(
    name: Name,
  ): Promise<readonly RecordsById[Name][]> {
    const bounded = (await this.#bounded())[name] as ReadonlyMap<string, RecordsById[Name]>;
    return [...bounded.values()];
  }

  async categories(profiles: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { categories } = await this.#profileIndex();
    const counts = new Map<string, number>();
    for (const profile of profiles) {
      for (const [category, count] of categories.get(profile) ?? []) {
        counts.set(category, (counts.get(category) ?? 0) + count);
      }
    }
    return counts;
  }

  async offeringsByEnvironment(profiles: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { stored } = await this.#profileIndex();
    const wanted = new Set(profiles);
    const counts = new Map<string, number>();
    for (const { profile, offerings } of stored) {
      if (profile.environment === null || !wanted.has(profile.id)) continue;
      counts.set(profile.environment, (counts.get(profile.environment) ?? 0) + offerings);
    }
    return counts;
  }

  /** Words are the one part of a search for which rows have to be looked at. */
  async #countWords(
    candidates: readonly StoredProfile[],
    { categories }: OfferingSearch,
    patterns: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    let query = this.database
      .selectFrom('offering')
      .select(['profile', (count) => count.fn.countAll<number | string>().as('offerings')])
      .groupBy('profile');
    for (const pattern of patterns)
      query = query.where(sql<boolean>`search_text like ${pattern} escape '\\'`);
    if (categories) query = query.where('category', 'in', [...categories]);
    // Rows of other profiles are not looked at: what is hidden costs no time.
    const rows = await query
      .where(
        'profile',
        'in',
        candidates.map(({ profile }) => profile.id),
      )
      .execute();
    return new Map(rows.map((it) => [it.profile, Number(it.offerings)]));
  }

  async #readBounded(): Promise<Bounded> {
    const read = async <Name extends keyof RecordsById>(name: Name) => {
      const { rows } = await sql<{ id: string; document: string }>`
        select id, document from ${sql.table(name)} order by id`.execute(this.database);
      return new Map(rows.map(({ id, document }) => [id, JSON.parse(document) as RecordsById[Name]]));
    };
    return {
      provider: await read('provider'),
      environment: await read('environment'),
      region: await read('region'),
      source: await read('source'),
    };
  }

  async #readProfiles(): Promise<ProfileIndex> {
    const rows = await this.database.selectFrom('profile').select('document').orderBy('id').execute();
    const counts = await this.database.selectFrom('profile_category').selectAll().execute();
    const categories = new Map<string, Map<string, number>>();
    for (const { profile, category, offerings } of counts) {
      let own = categories.get(profile);
      if (!own) categories.set(profile, (own = new Map()));
      own.set(category, offerings);
    }
    const profiles = rows.map(({ document }) => JSON.parse(document) as RequirementProfile);
    const stored = profiles.map((profile) => ({
      profile,
      offerings: [...(categories.get(profile.id)?.values() ?? [])].reduce((sum, it) => sum + it, 0),
    }));
    return { stored, byId: new Map(profiles.map((it) => [it.id, it])), categories };
  }
}

function bucket(
  place: Position,
  profiles: readonly string[],
  { categories }: OfferingSearch,
  index: ProfileIndex,
): Bucket {
  const strands = profiles.flatMap((profile): Strand[] => {
    const rows = index.categories.get(profile) ?? new Map<string, number>();
    if (!categories) return [{ profile, category: null, rows: sumOf(rows.values()) }];
    return categories.flatMap((category) => {
      const count = rows.get(category);
      return count === undefined ? [] : [{ profile, category, rows: count }];
    });
  });
  return { place, strands };
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const it of numbers) sum += it;
  return sum;
}

function byProvider(
  profiles: readonly string[],
  { byId }: ProfileIndex,
): readonly (readonly [provider: string, profiles: readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const id of profiles) {
    const { provider } = byId.get(id) as RequirementProfile;
    const group = groups.get(provider);
    if (group) group.push(id);
    else groups.set(provider, [id]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
