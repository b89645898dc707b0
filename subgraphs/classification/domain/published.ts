import { exclusiveEnd, type PartialDate } from '../../../platform/calendar/partial-date.ts';
import { readGrantor, type Clearance } from './clearances.ts';
import type { Equivalence, EquivalenceRelation } from './equivalents.ts';
import type { Scheme } from './levels.ts';
import { membershipPeriod, type Membership, type PublishedMembership } from './memberships.ts';

/** A scheme as the facts file has it; `validTo` is its last day. */
export interface PublishedScheme {
  readonly id: string;
  readonly holder: { readonly kind: string; readonly code: string };
  readonly validFrom: PartialDate | null;
  readonly validTo: PartialDate | null;
  readonly levels: readonly {
    readonly key: string;
    readonly ref: string;
    readonly nativeName: string;
    readonly abbreviation: string | null;
    readonly isSecurityClassification: boolean;
  }[];
  readonly orderChains: readonly (readonly string[])[];
}

/** The scheme that a record describes. */
export function readScheme(record: PublishedScheme): Scheme {
  return {
    id: record.id,
    holder: {
      kind: record.holder.kind === 'ORGANISATION' ? 'ORGANISATION' : 'COUNTRY',
      code: record.holder.code,
    },
    levels: record.levels.map((level) => ({
      id: level.ref,
      key: level.key,
      nativeName: level.nativeName,
      abbreviation: level.abbreviation,
      securityClassification: level.isSecurityClassification,
    })),
    chains: record.orderChains,
    validFrom: record.validFrom,
    validUntil: record.validTo === null ? null : exclusiveEnd(record.validTo),
  };
}

/** An equivalence as the facts file has it; `validTo` is its last day. */
export interface PublishedEquivalence {
  readonly id: string;
  readonly fromLevel: string;
  readonly toLevel: string | null;
  readonly relation: EquivalenceRelation;
  readonly direction: 'MUTUAL' | 'ONE_WAY';
  readonly instrument: string;
  readonly scope: string | null;
  readonly validFrom: PartialDate | null;
  readonly validTo: PartialDate | null;
  readonly verified: boolean;
}

/** The equivalence that a record describes. */
export function readEquivalence(record: PublishedEquivalence): Equivalence {
  const { validFrom, validTo, id, fromLevel, toLevel, relation, direction, instrument, scope, verified } =
    record;
  const period = { from: validFrom, until: validTo === null ? null : exclusiveEnd(validTo) };
  return { id, fromLevel, toLevel, relation, direction, instrument, scope, period, verified };
}

/** The membership that a record describes; its interval is half-open already. */
export function readMembership(
  record: PublishedMembership & { organisation: string; member: string; verified: boolean },
): Membership {
  const { organisation, member, verified } = record;
  return { organisation, member, verified, period: membershipPeriod(record) };
}

/** The clearance that a record describes; null where the words for its grantor cannot be read. */
export function readClearance(record: {
  readonly id: string;
  readonly grantor: string;
  readonly order: number;
  readonly permitsUpTo: string | null;
  readonly conditionalAccess: string | null;
  readonly isFormalClearance: boolean;
}): Clearance | null {
  const grantor = readGrantor(record.grantor)?.grantor;
  if (grantor === undefined) return null;
  const { id, order, permitsUpTo, conditionalAccess, isFormalClearance } = record;
  return { id, grantor, order, permitsUpTo, conditionalAccess, formal: isFormalClearance };
}
