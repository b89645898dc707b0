import type { RequirementProfile } from '../eligibility/profile.ts';
import type { OfferingSearch } from './catalogue-store.ts';

/**
 * Whether offerings of a profile can match, by what a profile fixes: all parts of a search but the category
 * and the words. No row has to be read for those.
 */
export function profileMatches(profile: RequirementProfile, search: OfferingSearch): boolean {
  return (
    matches(search.providers, [profile.provider]) &&
    matches(search.environments, [profile.environment]) &&
    matches(search.deliveries, [profile.delivery]) &&
    matches(
      search.authorisations,
      profile.authorisations.map((it) => it.authorisation),
    ) &&
    matches(
      search.regions,
      profile.regions.map((it) => it.id),
    )
  );
}

function matches<Value>(
  wanted: readonly Value[] | null | undefined,
  has: readonly (Value | null)[],
): boolean {
  return !wanted || has.some((it) => it !== null && wanted.includes(it));
}
