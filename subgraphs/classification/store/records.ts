import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import type { Period } from '../../../platform/calendar/period.ts';
import type { ProvenanceRecord } from '../../../platform/facts/provenance.ts';
import type { AgreementParty, AgreementScope, LevelCoverage, ReadStatus } from '../domain/agreements.ts';
import type { ReadAuthorisationStatus } from '../domain/authorisations.ts';
import type { Clearance } from '../domain/clearances.ts';
import type { Equivalence } from '../domain/equivalents.ts';
import type { Level, LevelId, PartnerCode, Scheme } from '../domain/levels.ts';
import type { Membership } from '../domain/memberships.ts';

/** The records as stored: what the domain reads, and beside it what the source publishes of them. */

interface Attested {
  readonly provenance: ProvenanceRecord;
}

export interface LevelRecord extends Level {
  readonly scheme: string;
  /** Language of the name: an ISO 639-1 code, or several separated by `/`. */
  readonly language: string;
  /** The name in English; a help for readers that says nothing of what the level is worth. */
  readonly gloss: string;
}

export interface SchemeRecord extends Scheme, Attested {
  readonly name: string;
  readonly levels: readonly LevelRecord[];
  /** The bounds as they are to be read: half-open, verified or not. */
  readonly period: Period;
  readonly notes: string | null;
  /** What the verification rests on: `primary`, `secondary`, `mixed` or `general-knowledge`. */
  readonly verificationGrade: string;
}

export interface EquivalenceRecord extends Equivalence, Attested {
  readonly note: string | null;
}

export interface AgreementRecord extends Attested {
  readonly id: string;
  readonly name: string;
  readonly parties: readonly AgreementParty[];
  readonly kind: 'BILATERAL' | 'MULTILATERAL';
  readonly signed: PartialDate | null;
  readonly inForceFrom: PartialDate | null;
  readonly datesVerified: boolean;
  readonly period: Period;
  readonly status: ReadStatus;
  readonly scope: AgreementScope;
  readonly levels: LevelCoverage;
  readonly note: string | null;
}

export interface AuthorisationStatement extends Attested {
  /** What the statement is about: `data`, `personnel`, `tenancy` … */
  readonly field: string;
  readonly statement: string;
}

export interface AuthorisationRecord extends Attested {
  readonly id: string;
  readonly name: string;
  readonly authority: string;
  readonly jurisdiction: PartnerCode;
  readonly status: ReadAuthorisationStatus;
  readonly permitsUpTo: readonly LevelId[];
  readonly requiredCategories: readonly string[];
  readonly permitsClassified: boolean;
  readonly note: string | null;
  readonly statements: readonly AuthorisationStatement[];
}

export interface ClearanceRecord extends Clearance, Attested {
  readonly name: string;
  /** Who issues it in the grantor's name; null where the grantor does. */
  readonly issuedBy: string | null;
  readonly note: string | null;
}

export interface MembershipRecord extends Membership, Attested {
  readonly id: string;
  /** The dates as published; `period` is how they are read. */
  readonly from: PartialDate | null;
  readonly until: PartialDate | null;
}
