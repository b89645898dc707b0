import {
  compareLevels,
  schemeOf,
  type LevelComparison,
  type LevelId,
  type PartnerCode,
  type Scheme,
} from './levels.ts';

/** A personnel clearance, or the screening below one. */
export interface Clearance {
  readonly id: string;
  /** Who grants it: a country, or the organisation in whose name national authorities issue it. */
  readonly grantor: PartnerCode;
  /** Position among the clearances of its grantor; means nothing beyond. */
  readonly order: number;
  readonly permitsUpTo: LevelId | null;
  /** Access beyond it under conditions, in the source's words. */
  readonly conditionalAccess: string | null;
  /** False for screening and instructions that are no clearance. */
  readonly formal: boolean;
}

/** Reads `NATO (issued by the national NSA)`: the grantor's code, and who issues in its name. */
export function readGrantor(words: string): { grantor: PartnerCode; issuedBy: string | null } | null {
  const match = /^([A-Z]{2,7})(?: \(issued by (.+)\))?$/.exec(words);
  return match ? { grantor: match[1] as string, issuedBy: match[2] ?? null } : null;
}

/**
 * How `a` stands to `b`: by their order, inside one grantor, and only where the levels they permit agree
 * with it. Clearances that permit no level, levels of different chains or schemes, and clearances whose
 * order contradicts their levels (a limited authorisation up to SECRET) do not compare.
 */
export function compareClearances(a: Clearance, b: Clearance, schemes: readonly Scheme[]): LevelComparison {
  if (a.id === b.id) return 'EQUAL';
  if (a.grantor !== b.grantor || a.permitsUpTo === null || b.permitsUpTo === null) return 'NOT_COMPARABLE';
  const levels = levelComparison(a.permitsUpTo, b.permitsUpTo, schemes);
  const byOrder = a.order === b.order ? 'EQUAL' : a.order < b.order ? 'LOWER' : 'HIGHER';
  if (levels === 'NOT_COMPARABLE') return levels;
  return levels === 'EQUAL' || levels === byOrder ? byOrder : 'NOT_COMPARABLE';
}

export type ClearancePermitCode =
  | 'WITHIN_CLEARANCE'
  | 'ABOVE_CLEARANCE'
  | 'PERMITS_NO_LEVEL'
  | 'OTHER_CHAIN'
  | 'OTHER_SCHEME';

export interface ClearancePermit {
  readonly permits: boolean;
  readonly code: ClearancePermitCode;
  readonly message: string;
}

/**
 * Whether the clearance permits `level` by itself: only levels of the scheme it names, at or below what
 * it permits. A foreign level needs an agreement and a confirmation; need-to-know always remains.
 */
export function clearancePermits(
  clearance: Clearance,
  level: LevelId,
  schemes: readonly Scheme[],
): ClearancePermit {
  const upTo = clearance.permitsUpTo;
  const no = (code: ClearancePermitCode, message: string) => ({ permits: false, code, message });
  if (upTo === null) return no('PERMITS_NO_LEVEL', `${clearance.id} permits no classified level by itself.`);
  if (schemeOf(upTo) !== schemeOf(level)) {
    return no(
      'OTHER_SCHEME',
      `${clearance.id} is a clearance for levels of ${schemeOf(upTo)}; for ${level} an agreement and a confirmation by its owner are needed.`,
    );
  }
  switch (levelComparison(level, upTo, schemes)) {
    case 'EQUAL':
    case 'LOWER':
      return { permits: true, code: 'WITHIN_CLEARANCE', message: `${clearance.id} permits up to ${upTo}.` };
    case 'HIGHER':
      return no('ABOVE_CLEARANCE', `${clearance.id} permits up to ${upTo}${conditions(clearance)}.`);
    case 'NOT_COMPARABLE':
      return no('OTHER_CHAIN', `${upTo}, which ${clearance.id} permits, and ${level} do not compare.`);
  }
}

function conditions(clearance: Clearance): string {
  return clearance.conditionalAccess === null ? '' : `; under conditions: ${clearance.conditionalAccess}`;
}

function levelComparison(a: LevelId, b: LevelId, schemes: readonly Scheme[]): LevelComparison {
  const scheme = schemes.find((known) => known.id === schemeOf(a));
  return scheme ? compareLevels(scheme, a, b) : 'NOT_COMPARABLE';
}
