import type { PartialDate } from '../../../platform/calendar/partial-date.ts';

/**
 * What the gates know: facts about one partner, each with its validity, its verification and its owner.
 * The other three subgraphs contribute them and never a verdict. They do not depend on the ask: a gate
 * reads them for the day asked. `null` for a whole group means that its subgraph could not be read.
 */
export interface Facts {
  readonly level: LevelFacts | null;
  readonly contract: ContractFacts | null;
  readonly device: DeviceFacts | null;
}

/** How well a fact is attested. Only `VERIFIED` facts support ELIGIBLE. */
export type Verification = 'VERIFIED' | 'UNVERIFIED' | 'ILLUSTRATIVE';

/** A level's id: scheme and key, `GB:S`. */
export type LevelId = string;

/** ISO 3166-1 alpha-2 code of a country, or the code of an organisation (`NATO`, `EU`). */
export type PartnerCode = string;

/** A half-open interval as its source publishes it; null where no bound is published. */
export interface Validity {
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
  readonly fromVerified: boolean;
  readonly untilVerified: boolean;
}

/** From the classification subgraph. */
export interface LevelFacts {
  readonly dataVersion: string;
  /** The day the public facts describe: a status without dates holds on this day and later. */
  readonly asOf: string;
  /** The schemes of the partner, of organisations, and of the authorisations' jurisdictions. */
  readonly schemes: readonly SchemeFact[];
  readonly memberships: readonly MembershipFact[];
  /** Equivalences in which a level of those schemes stands on either side. */
  readonly equivalences: readonly EquivalenceFact[];
  /** Agreements that the partner is a party to, itself or as a member of a group. */
  readonly agreements: readonly AgreementFact[];
  readonly authorisations: readonly AuthorisationFact[];
  readonly clearances: readonly ClearanceFact[];
}

export interface SchemeFact extends Validity {
  readonly id: string;
  readonly holder: PartnerCode;
  /** Chains of level ids, lowest first. Levels of different chains do not compare. */
  readonly chains: readonly (readonly LevelId[])[];
  readonly levels: readonly { readonly id: LevelId; readonly securityClassification: boolean }[];
  readonly verification: Verification;
}

export interface MembershipFact extends Validity {
  readonly organisation: PartnerCode;
  readonly member: PartnerCode;
  readonly verification: Verification;
}

/** `EQUIVALENT` and `ALIGNED` let a level stand for another; `HANDLED_AS` protects and never inverts. */
export type EquivalenceRelation =
  | 'EQUIVALENT'
  | 'ALIGNED'
  | 'HANDLED_AS'
  | 'CONVERTS_TO'
  | 'NO_EQUIVALENT'
  | 'CASE_BY_CASE'
  | 'EXCLUDED'
  | 'NO_ROW';

export interface EquivalenceFact extends Validity {
  readonly id: string;
  readonly fromLevel: LevelId;
  readonly toLevel: LevelId | null;
  readonly relation: EquivalenceRelation;
  readonly direction: 'MUTUAL' | 'ONE_WAY';
  /** What the instrument limits the row to, as published; null where it states no limit. */
  readonly scope: string | null;
  readonly verification: Verification;
}

export type AgreementStatus =
  | 'IN_FORCE'
  | 'BELIEVED_IN_FORCE'
  | 'CONCLUDED'
  | 'SIGNED'
  | 'RATIFICATION_PENDING'
  | 'LAID_BEFORE_PARLIAMENT'
  | 'SUPERSEDED'
  | 'NOT_LEGALLY_BINDING'
  | 'NOT_A_SECURITY_AGREEMENT';

/** A party: a partner itself, or every member of an organisation on the day. */
export interface PartyFact {
  readonly partner: PartnerCode | null;
  readonly membersOf: PartnerCode | null;
}

export interface AgreementFact extends Validity {
  readonly id: string;
  readonly parties: readonly PartyFact[];
  readonly status: AgreementStatus;
  /** `GENERAL`, or the limit that the source states. */
  readonly scope: 'GENERAL' | 'LIMITED';
  /** What it is limited to, as published; null for a general agreement. */
  readonly scopeWords: string | null;
  /** `ALL` the national levels, those `LISTED`, or `NOT_PUBLISHED`. */
  readonly coverage: 'ALL' | 'LISTED' | 'NOT_PUBLISHED';
  readonly levels: readonly LevelId[];
  readonly verification: Verification;
}

/** What an accreditation of a cloud environment permits. */
export interface AuthorisationFact {
  readonly id: string;
  readonly jurisdiction: PartnerCode;
  /** The body that grants it. */
  readonly authority: string;
  readonly permitsUpTo: readonly LevelId[];
  /** False: it never permits a security-classified level on its own. */
  readonly permitsClassified: boolean;
  readonly status: 'IN_FORCE' | 'LEGACY' | 'ANNOUNCED' | 'DRAFT' | 'UNKNOWN';
  readonly verification: Verification;
}

export interface ClearanceFact {
  readonly id: string;
  readonly grantor: PartnerCode;
  readonly permitsUpTo: LevelId | null;
  readonly verification: Verification;
}

/** From the contracts subgraph: the contracts of which the partner is the buyer. */
export interface ContractFacts {
  readonly dataVersion: string;
  readonly contracts: readonly ContractFact[];
}

export interface ContractFact {
  readonly id: string;
  /** True for contracts, frameworks, blanket and whole-of-government arrangements, memoranda with pricing. */
  readonly conveysPurchase: boolean;
  /** Tags of the bodies that may order, where the buyer is one body and not the whole government. */
  readonly buyerTags: readonly string[];
  readonly suppliers: readonly SupplierFact[];
  /** Whether the source names suppliers at all; a framework's call-off list may hold them instead. */
  readonly suppliersPublished: boolean;
  /** The term: `startDate`, else `awardDate`, until the day after its last day. */
  readonly term: Validity;
  readonly cancelledFrom: PartialDate | null;
  readonly holds: readonly HoldFact[];
  /** Null where none is published. */
  readonly ceiling: CeilingFact | null;
  /** Level ids covered; a level between two listed levels of one chain is covered. */
  readonly levels: readonly LevelId[];
  readonly levelsPublished: boolean;
  readonly levelsVerification: Verification;
  /** Whether anybody may be shown it. */
  readonly isOpen: boolean;
  readonly verification: Verification;
}

export interface SupplierFact {
  /** The catalogue's provider id, by the alias table of the contracts subgraph. */
  readonly provider: string;
  readonly verification: Verification;
}

export interface HoldFact extends Validity {
  readonly id: string;
  readonly reason: string;
  /** Who can lift it. */
  readonly forum: string;
  readonly verification: Verification;
}

export interface CeilingFact {
  /** Decimal text, in `currency`. */
  readonly amount: string;
  readonly currency: string;
  /** What is left as far as known; null where no spend is known in that currency. */
  readonly remaining: string | null;
  readonly verification: Verification;
}

/** From the devices subgraph: every device model. */
export interface DeviceFacts {
  readonly dataVersion: string;
  readonly models: readonly DeviceModelFact[];
}

export interface DeviceModelFact {
  readonly id: string;
  readonly provider: string;
  /** Null where nobody published it. */
  readonly offlineCapable: boolean | null;
  readonly offlineVerification: Verification;
  readonly maxDisconnectedDays: number | null;
  readonly maxDisconnectedVerification: Verification;
  readonly lifecycle: LifecycleFact;
  /** Authorisations of the device itself; the online service behind it says nothing about the box. */
  readonly authorisations: readonly HeldAuthorisation[];
  /** Tags that the publisher sells the device to; null where it states none. */
  readonly customers: readonly string[] | null;
  /** Whether anybody may be shown it. */
  readonly isOpen: boolean;
  readonly verification: Verification;
}

export interface LifecycleFact {
  readonly status:
    | 'AVAILABLE'
    | 'SUPPORTED'
    | 'EXISTING_CUSTOMERS_ONLY'
    | 'PLANNED'
    | 'SUPERSEDED'
    | 'DISCONTINUED'
    | 'UNKNOWN';
  readonly availableFrom: PartialDate | null;
  readonly endOfSale: PartialDate | null;
  readonly endOfSupport: PartialDate | null;
  readonly verification: Verification;
}

/** An authorisation that an environment, a service or a device holds, is said to hold, or seeks. */
export interface HeldAuthorisation extends Validity {
  /** Id of the authorisation; null where the published name is in no register. */
  readonly authorisation: string | null;
  /** The words of the source: `DoD CC SRG IL5`. */
  readonly words: string;
  readonly status: 'CURRENT' | 'HISTORICAL' | 'BUYER_ASSESSED' | 'POLICY' | 'SOUGHT' | 'PLANNED';
  /** Whether it was claimed for the service itself or for its environment as a whole. */
  readonly scope: 'SERVICE' | 'ENVIRONMENT' | 'DEVICE';
  readonly verification: Verification;
}
