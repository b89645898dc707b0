import type { Day } from '../../../platform/calendar/day.ts';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import type { Label } from '../../../platform/disclosure/label.ts';
import type { ProvenanceRecord, VerificationStatus } from '../../../platform/facts/provenance.ts';
import type { ContractKind } from '../domain/kinds.ts';
import type { Amount, Ceiling } from '../domain/money.ts';
import type { ListPrice, PriceTerm } from '../domain/pricing.ts';
import type { ContractDates } from '../domain/status.ts';
import type { SupplierIdentity, SupplierRole } from '../domain/suppliers.ts';

export interface PartnerRecord {
  readonly id: string;
  readonly kind: 'COUNTRY' | 'ORGANISATION';
  readonly name: string;
}

/** A contract as stored: one of the public facts, or one that an operator registered. */
export interface ContractRecord extends ContractDates {
  readonly id: string;
  readonly origin: 'FACTS' | 'REGISTERED';
  readonly title: string;
  readonly kind: ContractKind;
  readonly kindWords: string;
  readonly conveysPurchase: boolean;
  readonly buyer: string;
  readonly buyerBody: string | null;
  readonly buyerTags: readonly string[];
  readonly suppliers: readonly ContractSupplier[];
  /** False where the source points to call-off lists instead of naming suppliers. */
  readonly suppliersPublished: boolean;
  readonly references: readonly ContractReference[];
  readonly startVerified: boolean;
  readonly endVerified: boolean;
  readonly cancelledVerified: boolean;
  readonly originalEnd: PartialDate | null;
  /** The status in the words of the source, as of the day it was read; never used to decide. */
  readonly statusWords: string | null;
  readonly statusNote: string | null;
  readonly options: ContractOptions;
  readonly proceedings: readonly Proceeding[];
  readonly events: readonly ContractEvent[];
  readonly currency: string | null;
  readonly ceiling: ContractCeiling | null;
  readonly ceilingNote: string | null;
  readonly estimate: { readonly min: string; readonly max: string; readonly currency: string } | null;
  readonly reportedSpend: readonly ReportedSpend[];
  readonly budgets: readonly ReportedSpend[];
  readonly levels: readonly string[];
  /** Words that name no level of a scheme stay words. */
  readonly levelWords: readonly string[];
  readonly levelsVerification: VerificationStatus;
  readonly replaces: string | null;
  readonly replacedBy: string | null;
  readonly successorName: string | null;
  readonly blueprint: string | null;
  /** What the source says of prices. */
  readonly priceWords: string | null;
  readonly dataLocation: string | null;
  readonly details: ContractDetails;
  readonly notes: readonly string[];
  /** Whom the record may be shown to. */
  readonly label: Label;
  readonly provenance: ProvenanceRecord;
}

export interface ContractSupplier extends SupplierIdentity {
  /** The words of the source. */
  readonly words: string;
  readonly role: SupplierRole;
  /** Named on a condition of which no source says that it was met. */
  readonly conditional: boolean;
  readonly verification: VerificationStatus;
}

export interface ContractReference {
  readonly number: string;
  readonly supplier: string | null;
  readonly verification: VerificationStatus;
}

/** How long it may run and be extended, as published. A period in years is no end date. */
export interface ContractOptions {
  readonly periodYears: number | null;
  readonly baseYears: number | null;
  readonly optionYears: number | null;
  readonly callOffMaxMonths: number | null;
  readonly callOffExtensionMonths: number | null;
}

/** A legal proceeding on the contract. It is a hold only where it stopped the work. */
export interface Proceeding {
  readonly type: string;
  readonly forum: string;
  readonly claimant: string | null;
  readonly caseNumber: string | null;
  readonly filed: PartialDate | null;
  readonly decided: PartialDate | null;
  readonly outcome: string | null;
  /** Id of the hold it brought about. */
  readonly hold: string | null;
  readonly unverifiedFields: readonly string[];
  readonly verification: VerificationStatus;
}

export interface ContractEvent {
  readonly date: PartialDate;
  readonly what: string;
  readonly verification: VerificationStatus;
}

export interface ContractCeiling extends Ceiling {
  readonly originalAmount: string | null;
  readonly verification: VerificationStatus;
}

export interface ReportedSpend extends Amount {
  readonly id: string;
  /** The period in the words of the source: `FY2019-20`. */
  readonly period: string;
  readonly verification: VerificationStatus;
}

/** What single records say besides. */
export interface ContractDetails {
  readonly tacticalEdge: boolean | null;
  readonly beneficiary: string | null;
  readonly operationalBy: PartialDate | null;
  readonly sharedWith: readonly string[];
  readonly partnersNamed: readonly string[];
  readonly dataCentres: number | null;
  readonly instances: number | null;
  readonly supplierCount: number | null;
  readonly conditions: readonly ContractCondition[];
}

export interface ContractCondition {
  readonly supplier: string;
  readonly deadline: PartialDate | null;
  readonly met: boolean | null;
}

export interface HoldRecord {
  readonly id: string;
  readonly contract: string;
  readonly origin: 'FACTS' | 'OPERATOR';
  readonly from: PartialDate;
  /** First day on which it no longer stops the contract; null while it lasts. */
  readonly until: PartialDate | null;
  readonly fromVerified: boolean;
  readonly untilVerified: boolean;
  readonly reason: string;
  readonly forum: string;
  readonly claimant: string | null;
  readonly caseNumber: string | null;
  readonly endedBy: string | null;
  readonly provenance: ProvenanceRecord;
}

/** Spend that an operator recorded. */
export interface SpendRecord extends Amount {
  readonly contract: string;
  readonly reference: string;
  readonly from: Day;
  readonly until: Day;
  readonly note: string | null;
  readonly recordedAt: string;
}

/** Who changed what, when, and from which version to which. */
export interface AuditRecord {
  readonly contract: string;
  /** The contract's version after the change: 1 is its first. */
  readonly version: number;
  readonly action: AuditedAction;
  readonly at: string;
  readonly viewer: string;
  readonly partner: string;
  readonly request: string;
  /** JSON of what was changed. */
  readonly detail: string;
}

export type AuditedAction = 'REGISTER_CONTRACT' | 'PLACE_HOLD' | 'LIFT_HOLD' | 'RECORD_SPEND';

/** Something of the price book, with whom it may be shown to. */
export type Labelled<Record> = Record & { readonly label: Label };

export interface PriceBook {
  readonly note: string;
  readonly prices: readonly Labelled<ListPrice>[];
  readonly terms: readonly Labelled<PriceTerm>[];
}
