import type { Reader } from '../../../platform/disclosure/discloses.ts';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import type { SubgraphStore } from '../../../platform/subgraph/define.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import type { EnvironmentRecord, OfferingRecord, ProviderRecord, RegionRecord } from './records.ts';

/** What can be read by id, whoever asks. */
export interface RecordsById {
  provider: ProviderRecord;
  environment: EnvironmentRecord;
  region: RegionRecord;
  source: SourceRecord;
}

/** Which offerings are meant; an absent or null part does not limit. All parts must match. */
export interface OfferingSearch {
  readonly categories?: readonly string[] | null | undefined;
  readonly providers?: readonly string[] | null | undefined;
  /** Environment ids. */
  readonly environments?: readonly string[] | null | undefined;
  /** Ids of authorisations, one of which must be said to be held. */
  readonly authorisations?: readonly string[] | null | undefined;
  /** Published levels of authorisations, folded, one of which must be said to be held. */
  readonly levels?: readonly string[] | null | undefined;
  /** Region ids or codes, one of which the offering is in. */
  readonly regions?: readonly string[] | null | undefined;
  readonly deliveries?: readonly RequirementProfile['delivery'][] | null | undefined;
  /** Ids of requirement profiles. */
  readonly profiles?: readonly string[] | null | undefined;
  /** Words that must all occur, in any order and case. */
  readonly text?: string | null | undefined;
}

export type OfferingOrder = 'NAME' | 'PROVIDER';

/** Where a page starts: the group of profiles and the sort keys of the row before it. */
export type Position = readonly [group: number, ...keys: string[]];

export interface PageQuery {
  /** Ids of profiles, in groups: all rows of one group come before those of the next. */
  readonly groups: readonly (readonly string[])[];
  readonly search: OfferingSearch;
  /** Inside a group: by name and id, or by provider, name and id. */
  readonly order: OfferingOrder;
  /** Rows after this position; null for the first page. */
  readonly after: Position | null;
  readonly limit: number;
}

export interface PageRow {
  readonly offering: OfferingRecord;
  /** Makes the cursor of this row. */
  readonly position: Position;
}

/** A profile with the number of offerings that share it. */
export interface StoredProfile {
  readonly profile: RequirementProfile;
  readonly offerings: number;
}

/** The catalogue's reads. All come in batches, and none grows with the size of the catalogue. */
export interface CatalogueReads extends SubgraphStore {
  /** The requirement profiles that may be shown to a reader. */
  profiles(reader: Reader): Promise<readonly StoredProfile[]>;
  /** How many offerings of each of these profiles match; profiles without any are absent. */
  counts(search: OfferingSearch, profiles: readonly StoredProfile[]): Promise<ReadonlyMap<string, number>>;
  /** The offerings of these ids that may be shown to a reader. */
  offerings(ids: readonly string[], reader: Reader): Promise<ReadonlyMap<string, OfferingRecord>>;
  /** A page of at most `limit` rows. */
  page(query: PageQuery): Promise<readonly PageRow[]>;
  byIds<Name extends keyof RecordsById>(
    name: Name,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, RecordsById[Name]>>;
  /** Every provider, environment or region, by id. Bounded by nature. */
  all<Name extends 'provider' | 'environment' | 'region'>(name: Name): Promise<readonly RecordsById[Name][]>;
  /** How many offerings of these profiles are in each category, by the category's name. */
  categories(profiles: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How many offerings of these profiles each environment has. */
  offeringsByEnvironment(profiles: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
