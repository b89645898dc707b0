import type { LifecycleFact } from '../../eligibility/facts.ts';
import type { EnvironmentRecord, ProviderRecord, RegionRecord } from '../records.ts';
import { provenanceOf } from '../../../../platform/facts/provenance.ts';
import type { EnvironmentTerms } from './terms.ts';
import type { ClaimRecord } from '../records.ts';
import type { PublishedEnvironment, PublishedProvider, PublishedRegion } from './schemas.ts';

export function providerRecord({ id, name, aliases, country, verified }: PublishedProvider): ProviderRecord {
  return { id, name, aliases: aliases.filter((it) => it !== name), country, verified };
}

/** @param owner ids of the region's provider and environment */
export function regionRecord(
  region: PublishedRegion,
  owner: { readonly provider: string; readonly environment: string },
): RegionRecord {
  return {
    id: region.id,
    code: region.code,
    name: region.name,
    provider: owner.provider,
    country: region.country,
    area: region.area ?? null,
    environment: owner.environment,
    levels: region.levels,
    highestLevel: region.highestLevel,
    eligibility: region.eligibility ?? null,
    partition: region.partition ?? null,
    realm: region.realm ?? null,
    openedYear: region.openedYear ?? null,
    generallyAvailableSince: region.generallyAvailableSince ?? null,
    announced: region.announced ?? null,
    plannedBy: region.plannedBy ?? null,
    qualifiedOn: region.qualifiedOn ?? null,
    controlPackages: region.controlPackages,
    instances: region.instances ?? null,
    il5ServiceCount: region.il5ServiceCount ?? null,
    notes: region.notes,
    provenance: provenanceOf(region),
  };
}

/** What belongs to an environment, gathered from the other files. */
export interface EnvironmentParts {
  readonly provider: ProviderRecord | undefined;
  readonly terms: EnvironmentTerms | undefined;
  readonly claims: readonly ClaimRecord[];
  readonly noneKnown: EnvironmentRecord['noneKnown'];
  readonly regions: readonly string[];
}

export function environmentRecord(
  environment: PublishedEnvironment,
  { provider, terms, claims, noneKnown, regions }: EnvironmentParts,
): EnvironmentRecord {
  const { operator, lifecycle } = environment;
  return {
    id: environment.id,
    name: environment.name,
    aliases: environment.aliases,
    provider: environment.provider,
    operatorCountry: operator ? operator.country : (provider?.country ?? null),
    operatorVerified: operator === undefined && (provider?.verified ?? false),
    operatorNote: operator?.reason ?? null,
    lifecycle: lifecycleOf(lifecycle?.status ?? 'AVAILABLE', lifecycle?.verified ?? true),
    lifecycleNote: lifecycle?.reason ?? null,
    terms: terms?.record ?? null,
    claims,
    noneKnown,
    regions,
  };
}

/** A lifecycle of which no date is published. */
export function lifecycleOf(status: LifecycleFact['status'], verified: boolean): LifecycleFact {
  return {
    status,
    availableFrom: null,
    endOfSale: null,
    endOfSupport: null,
    verification: verified ? 'VERIFIED' : 'UNVERIFIED',
  };
}
