import type { Day } from '../../../platform/calendar/day.ts';
import { coverage, type Period } from '../../../platform/calendar/period.ts';
import { schemeOf, type LevelId, type PartnerCode, type Scheme } from './levels.ts';

/** What an instrument says of two levels; the words of the facts file. */
export type EquivalenceRelation =
  | 'EQUIVALENT'
  | 'ALIGNED'
  | 'HANDLED_AS'
  | 'CONVERTS_TO'
  | 'NO_EQUIVALENT'
  | 'CASE_BY_CASE'
  | 'EXCLUDED'
  | 'NO_ROW';

/** A directed, dated, sourced statement that a level corresponds to a level of another scheme. */
export interface Equivalence {
  readonly id: string;
  readonly fromLevel: LevelId;
  /** Null where the row says that there is no counterpart. */
  readonly toLevel: LevelId | null;
  readonly relation: EquivalenceRelation;
  readonly direction: 'MUTUAL' | 'ONE_WAY';
  readonly instrument: string;
  /** What the instrument limits the row to, as published; null where it states no limit. */
  readonly scope: string | null;
  readonly period: Period;
  readonly verified: boolean;
}

export interface EquivalentsQuestion {
  /** The day to read the rows for. */
  readonly on: Day;
  /** Whose levels are wanted: a scheme's id, or the country or organisation that holds it. */
  readonly authority?: PartnerCode | undefined;
  /** The use at hand, in the words of the rows' scopes; absent, scoped rows are given but not relied on. */
  readonly scope?: string | undefined;
  /** Who holds which scheme; without it `authority` is matched against scheme ids only. */
  readonly schemes?: readonly Pick<Scheme, 'id' | 'holder'>[] | undefined;
}

/**
 * What a row means for the level asked. `EQUIVALENT`: the other level stands for it. `PROTECTED_AS`: it is
 * protected at the other level, never the reverse. `CONVERTED_TO`: an older marking becomes the other
 * level. `NONE`: the row says that there is no counterpart.
 */
export type EquivalentMeaning = 'EQUIVALENT' | 'PROTECTED_AS' | 'CONVERTED_TO' | 'NONE';

/** Why an answer may, or may not, be relied on as it stands. */
export type EquivalentCode =
  | 'RELIABLE'
  | 'NOT_VERIFIED'
  | 'DATE_UNCERTAIN'
  | 'SCOPE_LIMITED'
  | 'OUTSIDE_SCOPE'
  | 'PROTECTION_ONLY'
  | 'CONVERSION_ONLY'
  | 'NO_EQUIVALENT'
  | 'CASE_BY_CASE'
  | 'EXCLUDED'
  | 'NO_ROW';

export interface Equivalent<Row extends Equivalence = Equivalence> {
  readonly row: Row;
  /** The level asked about. */
  readonly from: LevelId;
  /** Its counterpart; null for an explained non-equivalent. */
  readonly to: LevelId | null;
  readonly relation: EquivalenceRelation;
  readonly meaning: EquivalentMeaning;
  /** `BACKWARDS`: a mutual row read from its second level to its first. */
  readonly read: 'FORWARDS' | 'BACKWARDS';
  /** Where the day lies: rows out of force are not given at all. */
  readonly coverage: 'IN' | 'UNCERTAIN';
  /** True only where the other level stands for this one, on that day, in that scope, verified. */
  readonly mayBeReliedOn: boolean;
  readonly code: EquivalentCode;
  readonly message: string;
}

/**
 * Towards whom a row without a counterpart speaks, where its instrument or scope says so. The rows give it
 * in words only; a row that is not listed speaks towards everyone.
 */
const TOWARDS: Readonly<Record<string, PartnerCode>> = {
  'EQ-044': 'BE', // Belgian footnote of 2013/488/EU Appendix B
  'EQ-120': 'DE', // VSA Annex VII
  'EQ-124': 'BE', // Belgian comparison table
  'EQ-172': 'US', // 32 CFR 117.19
  'EQ-176': 'US', // EU-US agreement, art. 3
  'EQ-196': 'GB', // conversion of older UK markings
  'EQ-200': 'JP', // Korea-Japan GSOMIA
  'EQ-204': 'CH', // Swiss three-level scheme
  'EQ-209': 'EU', // Canada-EU agreement, art. 1(b)
  'EQ-210': 'EU',
  'EQ-211': 'EU',
};

/**
 * The counterparts of `level` that one row states by itself (there is no transitivity), on a day: mutual
 * equivalences in both directions, all other rows forwards only. Rows out of force are left out, rows
 * whose dates do not decide the day are flagged. Rows that deny a counterpart come back explained. No row
 * at all gives an empty list, which proves nothing.
 */
export function equivalentsOf<Row extends Equivalence>(
  level: LevelId,
  question: EquivalentsQuestion,
  rows: readonly Row[],
): Equivalent<Row>[] {
  const found: Equivalent<Row>[] = [];
  for (const row of rows) {
    const read = readingOf(row, level);
    if (!read) continue;
    const to = read === 'FORWARDS' ? row.toLevel : row.fromLevel;
    if (!concerns(row, to, question)) continue;
    const at = coverage(row.period, question.on);
    if (at !== 'IN' && at !== 'UNCERTAIN') continue;
    const code = codeOf(row, at, question.scope);
    found.push({
      row,
      from: level,
      to,
      relation: row.relation,
      meaning: meaningOf(row.relation),
      read,
      coverage: at,
      mayBeReliedOn: code === 'RELIABLE',
      code,
      message: messageOf(code, level, to, row),
    });
  }
  return found;
}

/** Which way the row is read from `level`; null where it says nothing about it. */
function readingOf(row: Equivalence, level: LevelId): 'FORWARDS' | 'BACKWARDS' | null {
  if (row.fromLevel === level) return 'FORWARDS';
  const mutual = row.direction === 'MUTUAL' && meaningOf(row.relation) === 'EQUIVALENT';
  return mutual && row.toLevel === level ? 'BACKWARDS' : null;
}

function concerns(row: Equivalence, to: LevelId | null, question: EquivalentsQuestion): boolean {
  const { authority } = question;
  if (authority === undefined) return true;
  if (to === null) return (TOWARDS[row.id] ?? authority) === authority;
  const scheme = schemeOf(to);
  if (scheme === authority) return true;
  return question.schemes?.some((known) => known.id === scheme && known.holder.code === authority) ?? false;
}

function meaningOf(relation: EquivalenceRelation): EquivalentMeaning {
  switch (relation) {
    case 'EQUIVALENT':
    case 'ALIGNED':
      return 'EQUIVALENT';
    case 'HANDLED_AS':
      return 'PROTECTED_AS';
    case 'CONVERTS_TO':
      return 'CONVERTED_TO';
    default:
      return 'NONE';
  }
}

function codeOf(row: Equivalence, at: 'IN' | 'UNCERTAIN', scope: string | undefined): EquivalentCode {
  switch (row.relation) {
    case 'HANDLED_AS':
      return 'PROTECTION_ONLY';
    case 'CONVERTS_TO':
      return 'CONVERSION_ONLY';
    case 'EQUIVALENT':
    case 'ALIGNED':
      break;
    default:
      return row.relation;
  }
  if (row.scope !== null && scope === undefined) return 'SCOPE_LIMITED';
  if (row.scope !== null && !sameWords(row.scope, scope)) return 'OUTSIDE_SCOPE';
  if (!row.verified) return 'NOT_VERIFIED';
  return at === 'IN' ? 'RELIABLE' : 'DATE_UNCERTAIN';
}

function sameWords(a: string, b: string | undefined): boolean {
  return a.trim().toLowerCase() === b?.trim().toLowerCase();
}

function messageOf(code: EquivalentCode, from: LevelId, to: LevelId | null, row: Equivalence): string {
  const by = `(${row.instrument})`;
  switch (code) {
    case 'RELIABLE':
      return `${from} corresponds to ${to} ${by}.`;
    case 'NOT_VERIFIED':
      return `${from} is said to correspond to ${to}, which was not verified ${by}.`;
    case 'DATE_UNCERTAIN':
      return `${from} corresponds to ${to}, but the published dates do not show that it holds on this day ${by}.`;
    case 'SCOPE_LIMITED':
      return `${from} corresponds to ${to} for ${row.scope} only ${by}.`;
    case 'OUTSIDE_SCOPE':
      return `${from} corresponds to ${to} for ${row.scope} only, which is not the use asked for ${by}.`;
    case 'PROTECTION_ONLY':
      return `${from} is protected as ${to}; the reverse does not hold ${by}.`;
    case 'CONVERSION_ONLY':
      return `${from} is an older marking that converts to ${to}; the reverse does not hold ${by}.`;
    case 'NO_EQUIVALENT':
      return `${from} has no counterpart ${by}.`;
    case 'CASE_BY_CASE':
      return `The owner decides case by case what ${from} corresponds to ${by}.`;
    case 'EXCLUDED':
      return `${from} is outside the agreement ${by}.`;
    case 'NO_ROW':
      return `No counterpart of ${from} is recorded, on purpose ${by}.`;
  }
}
