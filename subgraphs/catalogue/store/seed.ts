import type { Transaction } from 'kysely';
import { labelId } from '../../../platform/disclosure/label.ts';
import { chunks } from '../../../platform/store/database.ts';
import { storeLabels } from '../../../platform/store/labels.ts';
import type { SourceRecord } from '../../../platform/facts/sources.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import type { EnvironmentRecord, OfferingRecord, ProviderRecord, RegionRecord } from './records.ts';
import { fold } from '../domain/search-text.ts';
import { FACT_TABLES, type Tables } from './tables.ts';

/** The facts as they are stored. */
export interface CatalogueFacts {
  readonly sources: readonly SourceRecord[];
  readonly providers: readonly ProviderRecord[];
  readonly environments: readonly EnvironmentRecord[];
  readonly regions: readonly RegionRecord[];
  readonly profiles: readonly RequirementProfile[];
  readonly offerings: readonly OfferingRecord[];
}

const ROWS_PER_STATEMENT = 500;

/** Replaces the facts. */
export async function seedFacts(transaction: Transaction<Tables>, facts: CatalogueFacts): Promise<void> {
  for (const table of FACT_TABLES.toReversed()) await transaction.deleteFrom(table).execute();
  const insert = async <Name extends keyof Tables>(name: Name, rows: readonly Tables[Name][]) => {
    for (const some of chunks(rows, ROWS_PER_STATEMENT)) {
      await transaction
        .insertInto(name)
        .values(some as never)
        .execute();
    }
  };
  await insert('source', facts.sources.map(row));
  await insert('region', facts.regions.map(row));
  await insert('provider', facts.providers.map(row));
  await insert('environment', facts.environments.map(row));
  await storeLabels(
    transaction,
    facts.profiles.map((it) => it.label),
  );
  await insert(
    'profile',
    facts.profiles.map((it) => ({ ...row(it), label: labelId(it.label) })),
  );
  await insert('profile_category', countCategories(facts.offerings));
  await insert('offering', offeringRows(facts));
}

function row<Record_ extends { readonly id: string }>(record: Record_): { id: string; document: string } {
  return { id: record.id, document: JSON.stringify(record) };
}

function offeringRows({ offerings, providers, environments }: CatalogueFacts): Tables['offering'][] {
  const providerNames = new Map(providers.map((it) => [it.id, it.name]));
  const environmentNames = new Map(environments.map((it) => [it.id, [it.name, ...it.aliases].join(' ')]));
  return offerings.map((it) => {
    const words = [it.name, it.id, it.category, providerNames.get(it.provider)];
    if (it.environment !== null) words.push(environmentNames.get(it.environment));
    return {
      ...row(it),
      profile: it.profile,
      category: it.category,
      sort_name: fold(it.name),
      search_text: fold(words.join(' ')),
    };
  });
}

function countCategories(offerings: readonly OfferingRecord[]): Tables['profile_category'][] {
  const counts = new Map<string, Tables['profile_category']>();
  for (const { profile, category } of offerings) {
    const key = `${profile} ${category}`;
    const count = counts.get(key);
    if (count) count.offerings += 1;
    else counts.set(key, { profile, category, offerings: 1 });
  }
  return [...counts.values()];
}
