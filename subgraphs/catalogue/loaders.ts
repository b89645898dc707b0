import DataLoader from 'dataloader';
import type { ProvenanceRecord } from '../../platform/facts/provenance.ts';
import type { Provenance } from '../../platform/graphql/provenance.ts';
import { provenanceView } from '../../platform/graphql/provenance-view.ts';
import { once } from '../../platform/once.ts';
import type { Viewer } from '../../platform/identity/viewer.ts';
import type { CatalogueReads, RecordsById, StoredProfile } from './store/catalogue-store.ts';
import type { OfferingRecord } from './store/records.ts';

/** The batched reads of one request, of what may be shown to its viewer. */
export interface CatalogueLoaders {
  /** Null for an id that does not exist, and for an offering that may not be shown. */
  readonly offering: DataLoader<string, OfferingRecord | null>;
  readonly provider: DataLoader<string, RecordsById['provider'] | null>;
  readonly environment: DataLoader<string, RecordsById['environment'] | null>;
  readonly region: DataLoader<string, RecordsById['region'] | null>;
  /** How many offerings an environment has. */
  readonly offeringCount: DataLoader<string, number>;
  /** The requirement profiles that may be shown, by id. */
  profiles(): Promise<ReadonlyMap<string, StoredProfile>>;
  /** Shows a provenance; its sources are read in one batch, where they are asked for. */
  provenance(record: ProvenanceRecord): Provenance;
}

/** Loaders for one request of `viewer` over the batch reads of `store`. */
export function createLoaders(store: CatalogueReads, viewer: Viewer): CatalogueLoaders {
  const byId = <Name extends keyof RecordsById>(name: Name) =>
    new DataLoader<string, RecordsById[Name] | null>(async (ids) => {
      const found = await store.byIds(name, ids);
      return ids.map((id) => found.get(id) ?? null);
    });
  const profiles = once(async () => {
    const shown = await store.profiles(viewer);
    return new Map(shown.map((it) => [it.profile.id, it]));
  });
  const source = byId('source');
  return {
    offering: new DataLoader(async (ids) => {
      const found = await store.offerings(ids, viewer);
      return ids.map((id) => found.get(id) ?? null);
    }),
    provider: byId('provider'),
    environment: byId('environment'),
    region: byId('region'),
    offeringCount: new DataLoader(async (ids) => {
      const counts = await store.offeringsByEnvironment([...(await profiles()).keys()]);
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    profiles,
    provenance: (record) =>
      provenanceView(record, async (ids) =>
        (await Promise.all(ids.map((id) => source.load(id)))).filter((it) => it !== null),
      ),
  };
}
