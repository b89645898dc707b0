import type { Label } from '../../../platform/disclosure/label.ts';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import type { ProvenanceRecord } from '../../../platform/facts/provenance.ts';
import type { HeldAuthorisation, LifecycleFact } from '../eligibility/facts.ts';
import type { PublisherTerms, RequirementProfile } from '../eligibility/profile.ts';

/** The records as stored: what the decision reads, and beside it what the source publishes of them. */

interface Attested {
  readonly provenance: ProvenanceRecord;
}

export interface ProviderRecord {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Whose government has authority over it; null where not published. */
  readonly country: string | null;
  readonly verified: boolean;
}

/** An authorisation as it is claimed: what the decision reads of it, and what the source says. */
export interface ClaimRecord extends HeldAuthorisation, Attested {
  /** Id of the record of `authorisations-partner.json`; null for a claim of the service's own record. */
  readonly id: string | null;
  /** The published level alone: `IL5`, `High`; null where the claim names an authorisation by its id. */
  readonly level: string | null;
  readonly statement: string | null;
  readonly note: string | null;
  /** The day or period that the statement describes. */
  readonly asOf: PartialDate | null;
  /** `secondary`: neither the publisher nor the authority says it. */
  readonly sourceGrade: string | null;
}

/** Whom the publisher sells to, and the words that this was read from. */
export interface TermsRecord extends PublisherTerms, Attested {
  readonly note: string | null;
  readonly conflict: string | null;
}

export interface EnvironmentRecord {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly provider: string;
  readonly operatorCountry: string | null;
  readonly operatorVerified: boolean;
  /** Why the operator's country is not the provider's; null where it is. */
  readonly operatorNote: string | null;
  readonly lifecycle: LifecycleFact;
  readonly lifecycleNote: string | null;
  readonly terms: TermsRecord | null;
  /** Authorisations claimed for the environment as a whole. */
  readonly claims: readonly ClaimRecord[];
  /** For which partners no authorisation is known, and why. */
  readonly noneKnown: readonly { readonly partner: string; readonly reason: string }[];
  /** Ids of its regions: those that name it, and those where its services are offered. */
  readonly regions: readonly string[];
}

export interface RegionRecord extends Attested {
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly provider: string;
  readonly country: string;
  readonly area: string | null;
  readonly environment: string;
  /** Levels in the words of the source. They authorise no service. */
  readonly levels: readonly string[];
  readonly highestLevel: string | null;
  readonly eligibility: string | null;
  readonly partition: string | null;
  readonly realm: string | null;
  readonly openedYear: number | null;
  readonly generallyAvailableSince: PartialDate | null;
  readonly announced: PartialDate | null;
  readonly plannedBy: PartialDate | null;
  readonly qualifiedOn: PartialDate | null;
  readonly controlPackages: readonly string[];
  readonly instances: number | null;
  readonly il5ServiceCount: number | null;
  readonly notes: readonly string[];
}

export type PublishedScope =
  | 'SERVICE'
  | 'ENVIRONMENT'
  | 'NOT_PUBLISHED'
  | 'ENVIRONMENT_NOT_PUBLISHED'
  | 'CUSTOMER_PREMISES';

/** A service as it can be had, or a device model. */
export interface OfferingRecord extends Attested {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly provider: string;
  readonly environment: string | null;
  readonly delivery: RequirementProfile['delivery'];
  /** The device model's family; null for a service. */
  readonly family: string | null;
  /** The country that the source gives for the service as a whole; null where it gives none. */
  readonly country: string | null;
  readonly regions: readonly string[];
  readonly regionScope: PublishedScope;
  /** Whom the record may be shown to. */
  readonly label: Label;
  readonly claims: readonly ClaimRecord[];
  /** Highest level in the words of the source. It authorises nothing. */
  readonly publishedLevel: string | null;
  /** What the service itself says of its customers. */
  readonly eligibility: string | null;
  readonly lifecycle: LifecycleFact;
  /** Other offerings under which the source lists the same service with different authorisations. */
  readonly contradictedBy: readonly string[];
  readonly corroboratedBy: {
    readonly publisher: string;
    readonly marketplaceId: string;
    readonly listedAs: string;
    readonly covers: string;
  } | null;
  readonly notes: readonly string[];
  readonly qualifiers: readonly string[];
  readonly endpointIds: readonly string[];
  readonly evidence: string | null;
  readonly marketplaceId: string | null;
  readonly resourceType: string | null;
  readonly sdkPackage: string | null;
  readonly apiVersions: readonly string[];
  /** Id of its requirement profile. */
  readonly profile: string;
}
