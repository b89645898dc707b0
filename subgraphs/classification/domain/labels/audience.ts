import type { Day } from '../../../../platform/calendar/day.ts';
import { membersOn, type Membership } from '../memberships.ts';
import { alpha2Of, alpha3Of } from './countries.ts';

/** What labels are read with: the day of the decision and the dated memberships of groups. */
export interface AudienceContext {
  readonly on: Day;
  readonly memberships: readonly Membership[];
}

/**
 * Groups that markings name and that are no organisations with members of their own. Their membership is
 * undated in the source (docs on markings, "Groups"); a dated row of the facts adds to these.
 */
const RELEASE_GROUPS: Readonly<Record<string, readonly string[]>> = {
  FVEY: ['AU', 'CA', 'GB', 'NZ', 'US'],
  ACGU: ['AU', 'CA', 'GB', 'US'],
};

const GROUP_ROWS: readonly Membership[] = Object.entries(RELEASE_GROUPS).flatMap(([organisation, members]) =>
  members.map((member) => ({ organisation, member, verified: true, period: { from: null, until: null } })),
);

/** Organisations that markings name; whoever belongs to them comes from dated memberships only. */
const ORGANISATIONS = ['NATO', 'EU', 'EURATOM', 'OCCAR', 'ESA', 'UN'];

/** A country's alpha-3 code, or a group's code. */
export type ReleaseCode = string;

/** Reads a trigraph or a group's code, as US markings write them; null where it is neither. */
export function readTrigraph(text: string): ReleaseCode | null {
  return alpha2Of(text) !== null || isGroup(text) ? text : null;
}

/** Reads a code as partners and other governments write it too: `GB`, `UK`, `GBR`, `FVEY`. */
export function readCode(text: string): ReleaseCode | null {
  return readTrigraph(text) ?? alpha3Of(text === 'UK' ? 'GB' : text);
}

/** Whether the code names a group and not a country. */
export function isGroup(code: string): boolean {
  return Object.hasOwn(RELEASE_GROUPS, code) || ORGANISATIONS.includes(code);
}

/** Each code once: countries in alphabetical order, then groups, the owners before both. */
export function sortCodes(codes: Iterable<ReleaseCode>, owners: readonly ReleaseCode[]): ReleaseCode[] {
  const rank = (code: ReleaseCode) => {
    const owner = owners.indexOf(code);
    return owner >= 0 ? owner - owners.length : isGroup(code) ? 1 : 0;
  };
  return [...new Set(codes)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * Whom a list of codes means on a day: `certain`, and `possible` with those whose membership is not sure.
 * Null stands for everyone. An organisation without known members stands for itself alone.
 */
export type Audience = {
  readonly certain: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
} | null;

/** Expands group codes into the countries that belong to them on the day. */
export function expand(codes: readonly ReleaseCode[], context: AudienceContext): NonNullable<Audience> {
  const certain = new Set<string>();
  const possible = new Set<string>();
  for (const code of codes) {
    if (!isGroup(code)) {
      certain.add(code);
      possible.add(code);
      continue;
    }
    const members = membersOn(code, context.on, [...GROUP_ROWS, ...context.memberships]);
    if (members.possible.length === 0) {
      certain.add(code);
      possible.add(code);
    }
    for (const member of members.certain) certain.add(alpha3Of(member) ?? member);
    for (const member of members.possible) possible.add(alpha3Of(member) ?? member);
  }
  return { certain, possible };
}

/** Whether everyone in `b` is in `a`, for certain and possibly alike. */
export function includes(a: Audience, b: Audience): boolean {
  if (a === null) return true;
  if (b === null) return false;
  return isSubset(b.certain, a.certain) && isSubset(b.possible, a.possible);
}

/** Whether every element of `part` is in `whole`. */
export function isSubset<T>(part: Iterable<T>, whole: ReadonlySet<T>): boolean {
  return [...part].every((element) => whole.has(element));
}

/**
 * The codes of those in both lists: the groups that both name, and the countries that both reach for
 * certain. Whoever is only possibly in both is left out, unless a common group carries them.
 */
export function intersectCodes(
  a: readonly ReleaseCode[],
  b: readonly ReleaseCode[],
  context: AudienceContext,
): ReleaseCode[] {
  const groups = a.filter((code) => isGroup(code) && b.includes(code));
  const covered = expand(groups, context).certain;
  const inB = expand(b, context).certain;
  const both = [...expand(a, context).certain].filter((code) => inB.has(code));
  return [...groups, ...both.filter((code) => !covered.has(code))];
}
