import type { Day } from '../../../platform/calendar/day.ts';
import type { LevelId } from './facts.ts';

/** In the order in which the best way is chosen. */
export const OUTCOMES = ['ELIGIBLE', 'NEEDS_REVIEW', 'UNLOCKABLE', 'UNDETERMINED', 'INELIGIBLE'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const FINDING_STATUSES = ['PASS', 'FAIL', 'REVIEW', 'UNKNOWN'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** The gates that explain themselves; disclosure never does (what is not disclosed is absent). */
export const GATE_NAMES = [
  'LIFECYCLE',
  'PUBLISHER_ELIGIBILITY',
  'AUTHORISATION',
  'EQUIVALENCE',
  'AGREEMENT',
  'RESIDENCY',
  'PERSONNEL',
  'DEVICE',
  'CONTRACT',
] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** A record that a finding rests on. */
export interface Evidence {
  readonly type:
    | 'Contract'
    | 'Agreement'
    | 'Authorisation'
    | 'Equivalence'
    | 'Clearance'
    | 'Level'
    | 'DeviceModel'
    | 'Environment'
    | 'Region'
    | 'Provider';
  readonly id: string;
}

export interface Finding {
  readonly gate: GateName;
  readonly status: FindingStatus;
  /** Stable, in SCREAMING_SNAKE. */
  readonly code: string;
  /** A sentence for a person. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** What would remove a FAIL; empty where nothing can. */
  readonly unlocks: readonly Unlock[];
}

/** What somebody could do so that a failing gate fails no more. */
export interface Unlock {
  readonly kind:
    | 'GRANT_AUTHORISATION'
    | 'CONCLUDE_AGREEMENT'
    | 'AWARD_CONTRACT'
    | 'LIFT_HOLD'
    | 'EXTEND_TERM'
    | 'RAISE_CEILING'
    | 'EXTEND_CONTRACT_LEVELS'
    | 'WIDEN_RESIDENCY'
    | 'CLEAR_PERSONNEL';
  readonly message: string;
  /** Who could do it. */
  readonly responsible: string;
  /** What it is about: an authorisation, a contract, a country, a provider. */
  readonly subject: string | null;
}

/** One way to have the offering. */
export interface Way {
  /** The level at which the data asked about would be held, in the authorisation's own scheme. */
  readonly level: LevelId;
  readonly authorisation: string | null;
  readonly contract: string | null;
  /** Ids of the regions where the data would rest. */
  readonly regions: readonly string[];
  readonly deviceModel: string | null;
}

/** What the gates found on one way. */
export interface WayDecision {
  readonly outcome: Outcome;
  readonly way: Way;
  readonly findings: readonly Finding[];
  readonly unlocks: readonly Unlock[];
}

/** The decision for one profile, ask and partner: that of the best way, and the others. */
export interface Decision extends WayDecision {
  readonly decidedFor: Day;
  /** Digest of the disclosed facts it was made from. */
  readonly dataVersion: string;
  readonly otherWays: readonly WayDecision[];
}
