import type { FactsFile } from '../../../../platform/facts/read-facts.ts';
import type { Rejections } from './collect.ts';
import type { PublishedFacts } from './files.ts';
import type { PublishedEnvironment, PublishedProvider, PublishedRegion } from './schemas.ts';

/** Where a name stands, for the rejection of one that is not known. */
export interface Place {
  readonly file: FactsFile;
  readonly record: string;
}

/** Looks up what the files name. A name that is not known is rejected, and null. */
export interface Names {
  provider(place: Place, name: string): PublishedProvider | null;
  /** By display name or alias, which stand in one table only. */
  environment(place: Place, name: string): PublishedEnvironment | null;
  /** By the provider's name and the region's code. */
  region(place: Place, provider: string, code: string): PublishedRegion | null;
  /** The id of an authorisation for a published scheme and level; null for words that name none. */
  authorisation(place: Place, scheme: string, level: string): string | null;
  /** The customer tags that published words mean. */
  customers(place: Place, words: string): readonly string[];
  /** Rejects sources that are not in the register of sources. */
  sources(place: Place, ids: readonly string[]): void;
}

export function namesOf(published: PublishedFacts, rejections: Rejections): Names {
  const providers = byName(published.providers);
  const environments = byName(published.environments);
  const regions = new Map(
    published.regions.filter((it) => it.code !== null).map((it) => [regionKey(it.provider, it.code), it]),
  );
  const authorisations = new Map(
    published.authorisationNames.map((it) => [`${it.scheme} ${it.level}`, it.authorisation]),
  );
  const words = new Map(published.customerWords.map((it) => [it.words, it.customers]));
  const sources = new Set(published.sources.map((it) => it.id));
  const find = <Found>(
    found: Found | undefined,
    { file, record }: Place,
    field: string,
    reason: string,
  ): Found | null => {
    if (found !== undefined) return found;
    rejections.add(file, record, field, reason);
    return null;
  };
  return {
    provider: (place, name) =>
      find(providers.get(name), place, 'provider', `${JSON.stringify(name)} is not in providers.json`),
    environment: (place, name) =>
      find(
        environments.get(name),
        place,
        'environment',
        `${JSON.stringify(name)} is not in environments.json`,
      ),
    region: (place, provider, code) =>
      find(regions.get(regionKey(provider, code)), place, 'regions', `${provider} has no region "${code}"`),
    authorisation: (place, scheme, level) =>
      find(
        authorisations.get(`${scheme} ${level}`),
        place,
        'authorizations',
        `"${scheme} ${level}" is not in authorisation-names.json`,
      ),
    customers: (place, text) =>
      find(words.get(text), place, 'eligibility', `"${text}" is not in publisher-words.json`) ?? [],
    sources({ file, record }, ids) {
      for (const id of ids) {
        if (!sources.has(id)) rejections.add(file, record, 'sources', `"${id}" is not in sources.json`);
      }
    },
  };
}

function byName<Named extends { readonly name: string; readonly aliases: readonly string[] }>(
  records: readonly Named[],
): ReadonlyMap<string, Named> {
  return new Map(records.flatMap((it) => [it.name, ...it.aliases].map((name) => [name, it] as const)));
}

function regionKey(provider: string, code: string | null): string {
  return JSON.stringify([provider, code]);
}

/** Rejects what two records of one file claim: a name, a prefix of ids, or a region's code. */
export function refuseAmbiguity(
  published: PublishedFacts,
  files: { readonly providers: FactsFile; readonly environments: FactsFile; readonly regions: FactsFile },
  rejections: Rejections,
): void {
  const once = (file: FactsFile, field: string, claims: readonly (readonly [id: string, key: string])[]) => {
    const holders = new Map<string, string>();
    for (const [id, key] of claims) {
      const holder = holders.get(key);
      if (holder !== undefined) rejections.add(file, id, field, `${key} stands for ${holder} already`);
      holders.set(key, id);
    }
  };
  const pairs = <Item extends { readonly id: string }>(
    items: readonly Item[],
    keys: (item: Item) => readonly string[],
  ) => items.flatMap((it) => [...new Set(keys(it))].map((key) => [it.id, key] as const));
  const { providers, environments, regions } = published;
  once(
    files.providers,
    'aliases',
    pairs(providers, (it) => [it.name, ...it.aliases]),
  );
  once(
    files.environments,
    'aliases',
    pairs(environments, (it) => [it.name, ...it.aliases]),
  );
  once(
    files.environments,
    'prefixes',
    pairs(environments, (it) => it.prefixes),
  );
  once(
    files.regions,
    'code',
    pairs(regions, (it) => (it.code === null ? [] : [`${it.code} of ${it.provider}`])),
  );
}
