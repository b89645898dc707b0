import type { Context } from './context.ts';
import type { AuthorisationFact, DeviceModelFact, HeldAuthorisation, LevelId } from './facts.ts';
import type { RequirementProfile } from './profile.ts';
import { reachesOf, type Reach } from './reach.ts';

/** What may hold the data on a way: an authorisation, and the level at which it would be held under it. */
export interface Holding {
  readonly level: LevelId;
  /** Null where none that counts is published. */
  readonly authorisation: AuthorisationFact | null;
  /** What is published of this authorisation for the offering; where none counts, all that is published. */
  readonly entries: readonly HeldAuthorisation[];
  /** Null where the level facts could not be read. */
  readonly reach: Reach | null;
}

/**
 * What the offering is said to hold. For a device that is what the device itself holds: the online service
 * behind it says nothing about the box. Empty where nothing is published or could be read.
 */
export function heldBy(context: Context, profile: RequirementProfile): readonly HeldAuthorisation[] {
  if (profile.deviceModel === null) return profile.authorisations.filter((held) => held.scope !== 'DEVICE');
  return modelOf(context, profile)?.authorisations.filter((held) => held.scope === 'DEVICE') ?? [];
}

/** The profile's device model; null where it is no device, or no such model is published or readable. */
export function modelOf(context: Context, profile: RequirementProfile): DeviceModelFact | null {
  return profile.deviceModel === null ? null : (context.devices?.get(profile.deviceModel) ?? null);
}

/** Whose authorisation it is, as seen from the partner and the operator. */
export type Jurisdiction = 'OWN' | 'ORGANISATION' | 'OPERATOR' | 'UNCERTAIN' | 'THIRD';

/**
 * Whose the authorisation is. Only the partner's own, that of an organisation it belongs to and the
 * operator's count; `UNCERTAIN`: it may be the operator's, whose country is not known for sure.
 */
export function jurisdictionOf(
  context: Context,
  profile: RequirementProfile,
  authorisation: AuthorisationFact,
): Jurisdiction {
  const { jurisdiction } = authorisation;
  if (jurisdiction === context.asker.partner) return 'OWN';
  if (context.level && context.level.memberships.belongs(context.asker.partner, jurisdiction) !== 'NO') {
    return 'ORGANISATION';
  }
  if (profile.operatorCountry === null) return 'UNCERTAIN';
  if (jurisdiction !== profile.operatorCountry) return 'THIRD';
  return profile.operatorVerification === 'VERIFIED' ? 'OPERATOR' : 'UNCERTAIN';
}

/** Every holding of the offering; one without an authorisation where none that counts is published. */
export function holdingsOf(context: Context, profile: RequirementProfile): readonly Holding[] {
  const entries = heldBy(context, profile);
  const { level, ask } = context;
  if (!level) return [{ level: ask.level, authorisation: null, entries, reach: null }];
  const held = new Map<AuthorisationFact, HeldAuthorisation[]>();
  for (const entry of entries) {
    const authorisation =
      entry.authorisation === null ? undefined : level.authorisations.get(entry.authorisation);
    if (!authorisation || jurisdictionOf(context, profile, authorisation) === 'THIRD') continue;
    const known = held.get(authorisation);
    if (known) known.push(entry);
    else held.set(authorisation, [entry]);
  }
  if (held.size === 0) {
    return reachesOf(context, level, null).map((reach) => ({
      level: reach.level,
      authorisation: null,
      entries,
      reach,
    }));
  }
  return [...held].flatMap(([authorisation, own]) =>
    reachesOf(context, level, authorisation).map((reach) => ({
      level: reach.level,
      authorisation,
      entries: own,
      reach,
    })),
  );
}
