import DataLoader from 'dataloader';
import type { ProvenanceRecord } from '../../platform/facts/provenance.ts';
import { provenanceView } from '../../platform/graphql/provenance-view.ts';
import type { Provenance } from '../../platform/graphql/provenance.ts';
import { isPartnerViewer, type Viewer } from '../../platform/identity/viewer.ts';
import type { Page } from '../../platform/paging/page.ts';
import type { JournalFork } from './domain/journal.ts';
import type { SequenceRange } from './domain/ranges.ts';
import type { UsageTotal } from './domain/usage.ts';
import type { JournalPageKey } from './store/device-reads.ts';
import type { StoredModel } from './store/import/read-models.ts';
import type { DeviceStore } from './store/store.ts';
import type { DeviceRow, JournalRow } from './store/tables.ts';

/** The batched reads of one request. */
export interface DeviceLoaders {
  /** Null for a model that does not exist or may not be shown. */
  readonly model: DataLoader<string, StoredModel | null>;
  /** Null for a device that is not the viewer's own partner's or not theirs to see, whether it exists or not. */
  readonly device: DataLoader<string, DeviceRow | null>;
  /** What is kept of a device's journal. */
  readonly ranges: DataLoader<string, readonly SequenceRange[]>;
  readonly forks: DataLoader<string, readonly JournalFork[]>;
  readonly usage: DataLoader<string, readonly UsageTotal[]>;
  readonly journal: DataLoader<JournalPageKey, Page<JournalRow>, string>;
  /** Shows a provenance; its sources are read in one batch, where they are asked for. */
  provenance(record: ProvenanceRecord): Provenance;
}

/** Loaders for one request on behalf of `viewer` over the batch reads of `store`. */
export function createLoaders(store: DeviceStore, viewer: Viewer): DeviceLoaders {
  const source = byKey(async (ids) => store.sources(ids), null);
  return {
    model: byKey(async (ids) => store.models(ids, viewer), null),
    device: byKey(async (ids) => {
      const rows = isPartnerViewer(viewer) ? await store.devices(viewer, ids) : [];
      return new Map(rows.map((row) => [row.id, row]));
    }, null),
    ranges: byKey(async (devices) => store.rangesByDevice(devices), []),
    forks: byKey(async (devices) => store.forksByDevice(devices), []),
    usage: byKey(async (devices) => store.usageByDevice(devices), []),
    journal: new DataLoader(async (keys) => store.journalPages(keys), {
      cacheKeyFn: ({ device, after, size }) => `${device} ${after} ${size}`,
    }),
    provenance: (record) =>
      provenanceView(record, async (ids) =>
        (await Promise.all(ids.map((id) => source.load(id)))).filter((it) => it !== null),
      ),
  };
}

function byKey<Value, Absent>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  absent: Absent,
): DataLoader<string, Value | Absent> {
  return new DataLoader(async (keys) => {
    const found = await read(keys);
    return keys.map((key) => found.get(key) ?? absent);
  });
}
