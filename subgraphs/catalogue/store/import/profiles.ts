import { createHash } from 'node:crypto';
import type { Day } from '../../../../platform/calendar/day.ts';
import { fieldStatus } from '../../../../platform/facts/provenance.ts';
import type { HeldAuthorisation } from '../../eligibility/facts.ts';
import type { PublisherTerms, RegionFact, RequirementProfile } from '../../eligibility/profile.ts';
import type { ClaimRecord, EnvironmentRecord, ProviderRecord, RegionRecord } from '../records.ts';
import type { Unprofiled } from './offerings.ts';

/** What an offering's requirements are read from, beside its own record. */
export interface ProfileParts {
  /** The day that the offering's file describes. */
  readonly asOf: Day;
  readonly provider: ProviderRecord;
  /** Null for a device. */
  readonly environment: EnvironmentRecord | null;
  readonly regions: readonly RegionRecord[];
  readonly publisher: PublisherTerms;
}

/** Everything that a gate may read of the offering, under an id that is a digest of just that. */
export function profileOf(offering: Unprofiled, parts: ProfileParts): RequirementProfile {
  const { provider, environment } = parts;
  const verified = environment ? environment.operatorVerified : provider.verified;
  const requirements: Omit<RequirementProfile, 'id'> = {
    provider: offering.provider,
    operatorCountry: environment ? environment.operatorCountry : provider.country,
    operatorVerification: verified ? 'VERIFIED' : 'UNVERIFIED',
    environment: offering.environment,
    delivery: offering.delivery,
    deviceModel: offering.delivery === 'DEVICE' ? offering.id : null,
    asOf: parts.asOf,
    lifecycle: offering.lifecycle,
    publisher: parts.publisher,
    authorisations: offering.claims.map(holdingOf).sort(byText),
    contradictory: offering.contradictedBy.length > 0,
    regions: parts.regions.map(regionFact).sort((a, b) => compare(a.id, b.id)),
    regionScope:
      offering.regionScope === 'ENVIRONMENT_NOT_PUBLISHED' ? 'NOT_PUBLISHED' : offering.regionScope,
    personnel: null,
    label: offering.label,
    verification: offering.provenance.status,
  };
  const id = createHash('sha256').update(JSON.stringify(requirements)).digest('hex').slice(0, 24);
  return { id, ...requirements };
}

/** What the gates read of a claim; the rest of its record differs from offering to offering. */
function holdingOf(claim: ClaimRecord): HeldAuthorisation {
  const { authorisation, words, status, scope, from, until, fromVerified, untilVerified, verification } =
    claim;
  return { authorisation, words, status, scope, from, until, fromVerified, untilVerified, verification };
}

function regionFact(region: RegionRecord): RegionFact {
  const { id, country, provenance } = region;
  return { id, country, countryVerification: fieldStatus(provenance, 'country') };
}

function byText(a: HeldAuthorisation, b: HeldAuthorisation): number {
  return compare(JSON.stringify(a), JSON.stringify(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
