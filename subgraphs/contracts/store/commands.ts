import type { Day } from '../../../platform/calendar/day.ts';
import type { Label } from '../../../platform/disclosure/label.ts';
import type { PartnerViewer } from '../../../platform/identity/viewer.ts';
import type { ContractKind } from '../domain/kinds.ts';
import type { Amount, Ceiling } from '../domain/money.ts';

/** Who changes something, when, and in which request. */
export interface Actor {
  readonly viewer: PartnerViewer;
  readonly now: Date;
  readonly requestId: string;
}

interface Change {
  readonly contract: string;
  /** The version that the operator saw. */
  readonly expectedVersion: number;
}

export interface HoldPlacement extends Change {
  readonly reason: string;
  readonly forum: string;
  readonly from: Day;
  readonly until: Day | null;
  readonly claimant: string | null;
  readonly caseNumber: string | null;
}

export interface HoldLifting extends Change {
  readonly hold: string;
  /** First day on which it no longer stops the contract. */
  readonly from: Day;
  readonly note: string | null;
}

export interface SpendEntry extends Change, Amount {
  readonly reference: string;
  readonly from: Day;
  readonly until: Day;
  readonly note: string | null;
}

export interface Registration {
  readonly title: string;
  readonly kind: ContractKind;
  readonly buyer: string;
  readonly buyerBody: string | null;
  readonly buyerTags: readonly string[];
  readonly suppliers: readonly string[];
  readonly awarded: Day | null;
  readonly start: Day | null;
  /** Last day of the term. */
  readonly end: Day | null;
  readonly levels: readonly string[];
  readonly ceiling: (Ceiling & { readonly note: string | null }) | null;
  readonly blueprint: string | null;
  readonly pricing: string | null;
  /** The document that the operator read; without one the record counts as unverified. */
  readonly document: string | null;
  /** Whom the record may be shown to. */
  readonly label: Label;
}
