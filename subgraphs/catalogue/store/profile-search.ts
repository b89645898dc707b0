import { fold } from '../domain/search-text.ts';
import type { HeldAuthorisation } from '../eligibility/facts.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import type { OfferingSearch } from './catalogue-store.ts';

/**
 * Whether offerings of a profile can match, by what a profile fixes: all parts of a search but the category
 * and the words. No row has to be read for those.
 */
export function profileMatches(profile: RequirementProfile, search: OfferingSearch): boolean {
  return (
    matches(search.profiles, [profile.id]) &&
    matches(search.providers, [profile.provider]) &&
    matches(search.environments, [profile.environment]) &&
    matches(search.deliveries, [profile.delivery]) &&
    matches(
      search.authorisations,
      heldNow(profile).map((it) => it.authorisation),
    ) &&
    matches(search.levels, heldNow(profile).flatMap(levelWords)) &&
    matches(
      search.regions,
      profile.regions.map((it) => it.id),
    )
  );
}

/** What is held according to the source: not what ended, is sought or planned, or is a rule for the buyer. */
function heldNow({ authorisations }: RequirementProfile): readonly HeldAuthorisation[] {
  return authorisations.filter(({ status }) => status === 'CURRENT');
}

/** The published level of an authorisation, folded, with and without the name of its programme. */
export function levelWords({ words }: Pick<HeldAuthorisation, 'words'>): readonly string[] {
  const all = fold(words);
  const parts = all.split(' ');
  return [all, ...parts.map((_, start) => parts.slice(start + 1).join(' '))].filter(Boolean);
}

function matches<Value>(
  wanted: readonly Value[] | null | undefined,
  has: readonly (Value | null)[],
): boolean {
  return !wanted || has.some((it) => it !== null && wanted.includes(it));
}
