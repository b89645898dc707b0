import { provenanceOf } from '../../../../platform/facts/provenance.ts';
import type { LifecycleFact } from '../../eligibility/facts.ts';
import type { ClaimRecord, EnvironmentRecord, OfferingRecord, PublishedScope } from '../records.ts';
import { lifecycleOf } from './environments.ts';
import type { PublishedFacts } from './files.ts';
import type { PublishedDeviceOffering, PublishedService } from './schemas.ts';

/** An offering before its requirement profile is computed. */
export type Unprofiled = Omit<OfferingRecord, 'profile'>;

const SCOPES: Readonly<Record<PublishedService['regionScope'], PublishedScope>> = {
  service: 'SERVICE',
  environment: 'ENVIRONMENT',
  'not-published': 'NOT_PUBLISHED',
  'environment-not-published': 'ENVIRONMENT_NOT_PUBLISHED',
  'customer-premises': 'CUSTOMER_PREMISES',
};

/** What the names in a service's record stand for, and what other files say of it. */
export interface ServiceParts {
  readonly provider: string;
  readonly environment: EnvironmentRecord;
  readonly regions: readonly string[];
  readonly claims: readonly ClaimRecord[];
  /** Other ids under which the source lists the service, with other authorisations. */
  readonly contradictedBy: readonly string[];
}

export function serviceOffering(
  service: PublishedService,
  { provider, environment, regions, claims, contradictedBy }: ServiceParts,
  { unconfirmed }: Pick<PublishedFacts, 'unconfirmed'>,
): Unprofiled {
  const isUnconfirmed = unconfirmed.some(({ words }) => service.notes.includes(words));
  return {
    id: service.id,
    name: service.name,
    category: service.category,
    provider,
    environment: environment.id,
    delivery: service.regionScope === 'customer-premises' ? 'PREMISES' : 'REGION',
    family: null,
    country: service.country ?? null,
    regions,
    regionScope: SCOPES[service.regionScope],
    claims,
    publishedLevel: service.highestLevel ?? null,
    eligibility: service.eligibility ?? null,
    lifecycle: serviceLifecycle(environment.lifecycle, service.verified, isUnconfirmed),
    contradictedBy,
    corroboratedBy: service.corroboratedBy ?? null,
    notes: service.notes,
    qualifiers: service.qualifiers,
    endpointIds: service.endpointIds,
    evidence: service.evidence ?? null,
    marketplaceId: service.marketplaceId ?? null,
    resourceType: service.resourceType ?? null,
    sdkPackage: service.sdkPackage ?? null,
    apiVersions: service.apiVersions,
    label: service.label,
    provenance: provenanceOf(service),
  };
}

/** A listed service is available, unless its environment is not yet or its notes leave it open. */
function serviceLifecycle(
  environment: LifecycleFact,
  verified: boolean,
  isUnconfirmed: boolean,
): LifecycleFact {
  if (environment.status !== 'AVAILABLE') return environment;
  return lifecycleOf(isUnconfirmed ? 'UNKNOWN' : 'AVAILABLE', verified);
}

/** A device model as an offering. Whatever decides about it comes with the device facts. */
export function deviceOffering(device: PublishedDeviceOffering, provider: string): Unprofiled {
  return {
    id: device.id,
    name: device.name,
    category: DEVICE_CATEGORY,
    provider,
    environment: null,
    delivery: 'DEVICE',
    family: device.family,
    country: null,
    regions: [],
    regionScope: 'CUSTOMER_PREMISES',
    claims: [],
    publishedLevel: null,
    eligibility: null,
    lifecycle: lifecycleOf('UNKNOWN', false),
    contradictedBy: [],
    corroboratedBy: null,
    notes: [],
    qualifiers: [],
    endpointIds: [],
    evidence: null,
    marketplaceId: null,
    resourceType: null,
    sdkPackage: null,
    apiVersions: [],
    label: device.label,
    provenance: provenanceOf(device),
  };
}

const DEVICE_CATEGORY = 'edge-device';
