import type { Day } from '../../../platform/calendar/day.ts';
import type { PartialDate } from '../../../platform/calendar/partial-date.ts';
import { coverage, type Coverage, type Period } from '../../../platform/calendar/period.ts';
import type { LevelId, PartnerCode } from './levels.ts';
import { membersOn, type Membership } from './memberships.ts';

/** Where a security agreement stands, by its source. */
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

/** A status, the words it was read from, and the agreement that took its place. */
export interface ReadStatus {
  readonly status: AgreementStatus;
  readonly words: string;
  readonly supersededBy: string | null;
}

/** A party: a partner itself, or every member of an organisation on the day. */
export interface AgreementParty {
  readonly partner: PartnerCode | null;
  readonly membersOf: PartnerCode | null;
}

/** `ALL` the national levels, those `LISTED`, or `NOT_PUBLISHED`. */
export interface LevelCoverage {
  readonly coverage: 'ALL' | 'LISTED' | 'NOT_PUBLISHED';
  readonly levels: readonly LevelId[];
  readonly words: string | null;
}

export interface AgreementScope {
  readonly scope: 'GENERAL' | 'LIMITED';
  /** What it is limited to, as published; null for a general agreement. */
  readonly words: string | null;
}

/**
 * The statuses that sources give in words, weakest reading first: where the words leave two stages open
 * (`BELIEVED_SIGNED_OR_IN_FORCE`), the earlier one counts.
 */
const STATUS_WORDS: readonly (readonly [RegExp, AgreementStatus])[] = [
  [/^NOT_A_GENERAL_SECURITY_AGREEMENT$/, 'NOT_A_SECURITY_AGREEMENT'],
  [/^NOT_LEGALLY_BINDING$/, 'NOT_LEGALLY_BINDING'],
  [/^SUPERSEDED\b/, 'SUPERSEDED'],
  [/^BELIEVED_SIGNED_OR_IN_FORCE$/, 'SIGNED'],
  [/^BELIEVED_IN_FORCE$/, 'BELIEVED_IN_FORCE'],
  [/^CONCLUDED(_BY_\d{4})?$/, 'CONCLUDED'],
  [/^LAID_(\d{4}|BEFORE_PARLIAMENT)$/, 'LAID_BEFORE_PARLIAMENT'],
  [/^(SIGNED; ratification\b|RATIFICATION_BILL\b|RATIFICATION_PENDING$)/, 'RATIFICATION_PENDING'],
  [/^SIGNED\b/, 'SIGNED'],
  [/^IN_FORCE$/, 'IN_FORCE'],
];

/** Reads a status from its published words; null where they match no known status. */
export function readAgreementStatus(words: string): ReadStatus | null {
  const status = STATUS_WORDS.find(([pattern]) => pattern.test(words))?.[1];
  if (!status) return null;
  return { status, words, supersededBy: /^SUPERSEDED by (\S+)$/.exec(words)?.[1] ?? null };
}

const GROUP_PARTIES: ReadonlyMap<string, PartnerCode> = new Map([
  ['NATO members', 'NATO'],
  ['EU member states', 'EU'],
]);

/** Reads a party: a code, or the words for a group's members. Null for other words. */
export function readParty(words: string): AgreementParty | null {
  const group = GROUP_PARTIES.get(words);
  if (group) return { partner: null, membersOf: group };
  return /^[A-Z]{2,7}$/.test(words) ? { partner: words, membersOf: null } : null;
}

/** Reads a scope: `general`, or the limit as published. */
export function readScope(words: string): AgreementScope {
  return words === 'general' ? { scope: 'GENERAL', words: null } : { scope: 'LIMITED', words };
}

const EU_LEVELS = ['EU:R', 'EU:C', 'EU:S', 'EU:TS'];

/**
 * The published words on levels that say without doubt which they are. Words that point elsewhere ("see
 * the table"), name a category (ATOMAL) or leave a side open ("classified") stay NOT_PUBLISHED.
 */
const COVERAGE_WORDS: Readonly<Record<string, Omit<LevelCoverage, 'words'>>> = {
  // Its national half is limited to the support of NATO, so only NATO's own levels are listed.
  'NATO and national information in support of NATO': listed('NATO:NR', 'NATO:NC', 'NATO:NS', 'NATO:CTS'),
  'all four EU levels via an annexed table': listed(...EU_LEVELS),
  'national levels incl. restricted': { coverage: 'ALL', levels: [] },
  'CONFIDENTIAL to TOP SECRET; RESTREINT UE has no US equivalent': listed(
    'EU:C',
    'EU:S',
    'EU:TS',
    'US:C',
    'US:S',
    'US:TS',
  ),
  'KR grades II and III; JP Gokuhi/Specially Designated Secret and Hi; grade I excluded': listed(
    'KR:III',
    'KR:II',
    'JP:HI',
    'JP:GH',
    'JP-SDS:SDS',
  ),
  'CZ VYHRAZENE and DUVERNE to US CONFIDENTIAL; TAJNE to SECRET; PRISNE TAJNE to TOP SECRET': listed(
    'CZ:V',
    'CZ:D',
    'CZ:T',
    'CZ:PT',
    'US:C',
    'US:S',
    'US:TS',
  ),
};

function listed(...levels: LevelId[]): Omit<LevelCoverage, 'words'> {
  return { coverage: 'LISTED', levels };
}

/** Reads which levels an agreement covers, keeping the words. */
export function readLevelCoverage(words: string | null): LevelCoverage {
  const known = words !== null && Object.hasOwn(COVERAGE_WORDS, words) ? COVERAGE_WORDS[words] : undefined;
  return { ...(known ?? { coverage: 'NOT_PUBLISHED', levels: [] }), words };
}

/**
 * The period of an agreement: from its entry into force, verified as far as its dates are. The day of
 * signature starts nothing.
 */
export function agreementPeriod(published: {
  readonly inForce: PartialDate | null;
  readonly datesVerified: boolean;
}): Period {
  return { from: published.inForce, until: null, fromVerified: published.datesVerified, untilVerified: true };
}

/** Where `day` lies in the agreement's period, by status too: superseded or never binding is not `IN`. */
export function agreementCoverage(status: AgreementStatus, period: Period, day: Day): Coverage {
  if (status !== 'IN_FORCE' && status !== 'BELIEVED_IN_FORCE') return 'UNCERTAIN';
  const at = coverage(period, day);
  return at === 'IN' && status === 'BELIEVED_IN_FORCE' ? 'UNCERTAIN' : at;
}

/** Whether an agreement is in force on a day; `UNCERTAIN` where its status or dates do not decide. */
export type AgreementStanding = 'IN_FORCE' | 'NOT_YET_IN_FORCE' | 'ENDED' | 'UNCERTAIN';

const STANDINGS: Readonly<Record<Coverage, AgreementStanding>> = {
  IN: 'IN_FORCE',
  BEFORE: 'NOT_YET_IN_FORCE',
  AFTER: 'ENDED',
  UNCERTAIN: 'UNCERTAIN',
};

/** As `agreementCoverage`, in words for a reader. */
export function standingOn(status: AgreementStatus, period: Period, day: Day): AgreementStanding {
  return STANDINGS[agreementCoverage(status, period, day)];
}

/** A partner that is a party on a day, itself or through a group. */
export interface PartyOn {
  readonly partner: PartnerCode;
  /** The group that makes it a party; null where it is one itself. */
  readonly through: PartnerCode | null;
  /** False where the membership's dates leave the day open, or were not verified. */
  readonly certain: boolean;
}

/** The parties on a day, groups expanded by dated membership; a party named itself comes first. */
export function partiesOn(
  agreement: { readonly parties: readonly AgreementParty[] },
  day: Day,
  memberships: readonly Membership[],
): PartyOn[] {
  const found = new Map<PartnerCode, PartyOn>();
  for (const { partner } of agreement.parties) {
    if (partner !== null) found.set(partner, { partner, through: null, certain: true });
  }
  for (const { membersOf } of agreement.parties) {
    if (membersOf === null) continue;
    const members = membersOn(membersOf, day, memberships);
    for (const partner of members.possible) {
      const certain = members.certain.includes(partner);
      if (!found.get(partner)?.certain) found.set(partner, { partner, through: membersOf, certain });
    }
  }
  return [...found.values()];
}
