import type { PartialDate } from '../../../platform/calendar/partial-date.ts';

/** A level's id: scheme and key, `GB:S`. */
export type LevelId = string;

/** ISO 3166-1 alpha-2 code of a country, or the code of an organisation (`NATO`, `EU`). */
export type PartnerCode = string;

/** One rung of a scheme. */
export interface Level {
  readonly id: LevelId;
  /** The key inside its scheme: `VSNFD`. */
  readonly key: string;
  /** The name in its own language, variants separated by ` / `. */
  readonly nativeName: string;
  readonly abbreviation: string | null;
  /** False for protections that are no security classification (OFFICIAL, PROTECTED B, VS …). */
  readonly securityClassification: boolean;
}

/** A classification scheme of a country or an organisation, and how its levels are ordered. */
export interface Scheme {
  readonly id: string;
  readonly holder: { readonly kind: 'COUNTRY' | 'ORGANISATION'; readonly code: PartnerCode };
  readonly levels: readonly Level[];
  /** Chains of level keys, lowest first. Levels of different chains do not compare. */
  readonly chains: readonly (readonly string[])[];
  readonly validFrom: PartialDate | null;
  /** The first day outside. */
  readonly validUntil: PartialDate | null;
}

/** How `a` stands to `b`. `NOT_COMPARABLE`: no chain of the scheme holds both. */
export type LevelComparison = 'EQUAL' | 'LOWER' | 'HIGHER' | 'NOT_COMPARABLE';

/** The scheme's part of a level id: `CA` of `CA:PB`. */
export function schemeOf(level: LevelId): string {
  return level.slice(0, Math.max(0, level.lastIndexOf(':')));
}

/** The key's part of a level id: `PB` of `CA:PB`. */
export function keyOf(level: LevelId): string {
  return level.slice(level.lastIndexOf(':') + 1);
}

/**
 * How level `a` stands to level `b` inside `scheme`, along its chains only; neither names nor ranks are
 * looked at. Levels of another scheme, unknown levels and levels without a common chain are
 * NOT_COMPARABLE.
 */
export function compareLevels(
  scheme: Pick<Scheme, 'id' | 'chains'>,
  a: LevelId,
  b: LevelId,
): LevelComparison {
  if (schemeOf(a) !== scheme.id || schemeOf(b) !== scheme.id) return 'NOT_COMPARABLE';
  return compareKeys(scheme.chains, keyOf(a), keyOf(b));
}

/** As `compareLevels`, on keys and chains alone. */
export function compareKeys(chains: readonly (readonly string[])[], a: string, b: string): LevelComparison {
  for (const chain of chains) {
    const [at, bt] = [chain.indexOf(a), chain.indexOf(b)];
    if (at < 0 || bt < 0) continue;
    return at === bt ? 'EQUAL' : at < bt ? 'LOWER' : 'HIGHER';
  }
  return 'NOT_COMPARABLE';
}
