import type { Day } from '../../../platform/calendar/day.ts';
import type { Label } from '../../../platform/disclosure/label.ts';
import type { HeldAuthorisation, LifecycleFact, PartnerCode, Verification } from './facts.ts';

/**
 * What the gates read of an offering. Thousands of offerings share a few dozen of these combinations, so
 * a question decides each profile once. Every input of a gate is here, in the partner's facts or in the
 * ask; what differs from offering to offering (its name, its price) never decides.
 */
export interface RequirementProfile {
  /** Digest of everything below. */
  readonly id: string;
  readonly provider: string;
  /** Whose government has authority over the operator; null where not published. */
  readonly operatorCountry: PartnerCode | null;
  readonly operatorVerification: Verification;
  /** Null for a device, which runs in no environment. */
  readonly environment: string | null;
  readonly delivery: 'REGION' | 'PREMISES' | 'DEVICE';
  /** For a device: its model, whose lifecycle and authorisations come with the device facts. */
  readonly deviceModel: string | null;
  /** The day that its facts describe: where no first day is published, nothing is known of days before it. */
  readonly asOf: Day;
  readonly lifecycle: LifecycleFact;
  readonly publisher: PublisherTerms;
  readonly authorisations: readonly HeldAuthorisation[];
  /** True where a source lists the service twice with different authorisations. */
  readonly contradictory: boolean;
  readonly regions: readonly RegionFact[];
  /** SERVICE: the customer places data in a region of the list; ENVIRONMENT: it may rest in any of them. */
  readonly regionScope: 'SERVICE' | 'ENVIRONMENT' | 'CUSTOMER_PREMISES' | 'NOT_PUBLISHED';
  readonly personnel: PersonnelFact | null;
  readonly label: Label;
  readonly verification: Verification;
}

export interface RegionFact {
  readonly id: string;
  /** ISO 3166-1 alpha-2; null where not published. */
  readonly country: string | null;
  readonly countryVerification: Verification;
}

/** Whom the publisher sells to. */
export interface PublisherTerms {
  /** Customer tags; null where the publisher states none. `ANY` admits every customer. */
  readonly customers: readonly CustomerTerm[] | null;
  /** False where the published customers are known ones and not an exclusive list. */
  readonly exclusive: boolean;
  /** True where published statements contradict one another. */
  readonly contradictory: boolean;
  readonly statement: string | null;
  readonly verification: Verification;
}

export interface CustomerTerm {
  readonly tag: string;
  readonly verification: Verification;
}

/** Who operates the offering. */
export interface PersonnelFact {
  /** Ids of clearances that the operators hold. */
  readonly clearances: readonly string[];
  /** Citizenships (ISO 3166-1 alpha-2) that operators are restricted to. */
  readonly citizenships: readonly string[];
  readonly verification: Verification;
}
