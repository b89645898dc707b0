import { badInput } from '../../../platform/errors.ts';
import { fold } from '../domain/search-text.ts';
import type { OfferingSearch, StoredProfile } from '../store/catalogue-store.ts';
import { levelWords } from '../store/profile-search.ts';
import type { CatalogueContext } from './context.ts';
import type { OfferingFilter } from './types/inputs.ts';

/**
 * The search that a filter means. Words that name nothing are refused with what would be taken, since an
 * empty list would look like an answer. What may be named is computed from what the viewer may see.
 * @throws BAD_USER_INPUT
 */
export async function searchOf(filter: OfferingFilter, context: CatalogueContext): Promise<OfferingSearch> {
  const shown = await context.loaders.profiles();
  return {
    categories: filter.categories && (await categoriesOf(filter.categories, [...shown.keys()], context)),
    providers: filter.providers && (await providersOf(filter.providers, context)),
    environments: filter.environments && (await environmentsOf(filter.environments, context)),
    authorisations: filter.authorisations && authorisationsOf(filter.authorisations, [...shown.values()]),
    levels: filter.levels && levelsOf(filter.levels, [...shown.values()]),
    regions: filter.regions ? await regionsOf(filter.regions, context) : null,
    deliveries: filter.delivery ?? null,
    profiles: filter.requirementProfiles && profilesOf(filter.requirementProfiles, [...shown.keys()]),
    text: filter.text ?? null,
  };
}

async function categoriesOf(
  named: readonly string[],
  profiles: readonly string[],
  { store }: CatalogueContext,
): Promise<readonly string[]> {
  const known = [...(await store.categories(profiles)).keys()].sort();
  const meant = named.map((name) => {
    const found = known.find((it) => it === name.toLowerCase().replaceAll('_', '-'));
    return found ?? refuse('categories', `one of ${known.join(', ')}`, name);
  });
  return [...new Set(meant)];
}

async function providersOf(
  named: readonly string[],
  { store }: CatalogueContext,
): Promise<readonly string[]> {
  const known = await store.all('provider');
  return named.map((name) => {
    const found = known.find(
      (it) => it.id === name || [it.name, ...it.aliases].some((alias) => fold(alias) === fold(name)),
    );
    return found?.id ?? refuse('providers', `one of ${known.map((it) => it.id).join(', ')}`, name);
  });
}

async function environmentsOf(
  named: readonly string[],
  { store }: CatalogueContext,
): Promise<readonly string[]> {
  const known = await store.all('environment');
  return named.map((name) => {
    const found = known.find(
      (it) => it.id === name || [it.name, ...it.aliases].some((alias) => fold(alias) === fold(name)),
    );
    return (
      found?.id ?? refuse('environments', 'the id or a name of an environment (Query.environments)', name)
    );
  });
}

async function regionsOf(named: readonly string[], { store }: CatalogueContext): Promise<readonly string[]> {
  const known = await store.all('region');
  return named.flatMap((name) => {
    const found = known.filter((it) => it.id === name || it.code === name);
    return found.length > 0
      ? found.map((it) => it.id)
      : [refuse('regions', 'the id or the code of a region (Query.regions)', name)];
  });
}

function authorisationsOf(named: readonly string[], shown: readonly StoredProfile[]): readonly string[] {
  const held = shown.flatMap(({ profile }) => profile.authorisations.map((it) => it.authorisation));
  const known = [...new Set(held.filter((it) => it !== null))].sort();
  return named.map((name) =>
    known.includes(name)
      ? name
      : refuse('authorisations', `an authorisation published for an offering: ${known.join(', ')}`, name),
  );
}

function levelsOf(named: readonly string[], shown: readonly StoredProfile[]): readonly string[] {
  const words = new Set(shown.flatMap(({ profile }) => profile.authorisations.map((it) => it.words)));
  const known = new Set([...words].flatMap((it) => levelWords({ words: it })));
  return named.map((name) => {
    const folded = fold(name);
    const expected = `the published level of an authorisation: ${[...words].sort().join(', ')}`;
    return known.has(folded) ? folded : refuse('levels', expected, name);
  });
}

function profilesOf(named: readonly string[], shown: readonly string[]): readonly string[] {
  const expected = 'the id of a requirement profile (Offering.requirementProfile)';
  return named.map((id) => (shown.includes(id) ? id : refuse('requirementProfiles', expected, id)));
}

function refuse(part: string, expected: string, came: string): never {
  throw badInput(`where.${part}`, expected, came);
}
