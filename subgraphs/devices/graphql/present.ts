import { labelOfId } from '../../../platform/disclosure/label.ts';
import { recordLabel } from '../../../platform/graphql/record-label.ts';
import type { Lifecycle } from '../domain/lifecycle.ts';
import type { AuthorisationScope, Configurations, DeviceModel as Model } from '../domain/device-model.ts';
import type { DeviceLoaders } from '../loaders.ts';
import type { StoredModel } from '../store/import/read-models.ts';
import type { DeviceRow, JournalRow } from '../store/tables.ts';
import type { DeviceModel } from './types/device-model.ts';
import type { Device, JournalEntry } from './types/device.ts';
import type { DeviceCapacity, DeviceLifecycle } from './types/specifications.ts';

/** A lifecycle as the schema shows it, with what its status on a day is read from. */
export interface LifecycleView extends DeviceLifecycle {
  readonly lifecycle: Lifecycle;
}

/** A device as the schema shows it, with the id of its model. */
export interface DeviceView extends Device {
  readonly modelId: string;
}

/** A stored model as the schema shows it. */
export function modelView({ model, provenance, label }: StoredModel, loaders: DeviceLoaders): DeviceModel {
  const { authorisations: _authorisations, lifecycle, provider, ...plain } = model;
  return {
    ...plain,
    provider: { id: provider },
    vcpu: capacity(model.vcpu),
    memoryGib: capacity(model.memoryGib),
    storageTb: capacity(model.storageTb),
    ruggedised: model.ruggedisedBy !== null,
    deviceAuthorisations: authorisations(model, 'DEVICE'),
    serviceAuthorisations: authorisations(model, 'SERVICE'),
    lifecycle: lifecycleView(lifecycle),
    provenance: loaders.provenance(provenance),
    label: recordLabel(label),
  };
}

/** A device as the schema shows it. */
export function deviceView(row: DeviceRow): DeviceView {
  return {
    id: row.id,
    name: row.name,
    partner: { id: row.partner },
    modelId: row.model,
    serialNumber: row.serial_number,
    connection: row.connection,
    offlineSince: row.offline_since,
    lastSyncAt: row.last_sync_at,
    acknowledgedThrough: row.acknowledged_through,
    catalogueVersion: row.held_version,
    version: row.version,
    registeredAt: row.registered_at,
    label: recordLabel(labelOfId(row.label)),
  };
}

/** An entry of a journal as the schema shows it. */
export function journalEntryView(row: JournalRow): JournalEntry {
  return {
    sequence: row.sequence,
    digest: row.digest,
    previousDigest: row.previous_digest,
    at: row.at,
    kind: row.kind,
    offering: row.offering === null ? null : { id: row.offering },
    quantity: row.quantity,
    unit: row.unit,
    payload: row.payload,
    receivedAt: row.received_at,
  };
}

function capacity(configurations: Configurations): DeviceCapacity | null {
  return (
    configurations && {
      smallest: Math.min(...configurations),
      largest: Math.max(...configurations),
      configurations,
    }
  );
}

function authorisations({ authorisations: published }: Model, of: AuthorisationScope) {
  return published
    .filter(({ scope }) => scope === of)
    .map(({ authorisation, words, publishedScope }) => ({
      authorisation: authorisation === null ? null : { id: authorisation },
      words,
      publishedScope,
    }));
}

function lifecycleView(lifecycle: Lifecycle): LifecycleView {
  const { words, availableFrom, endOfSale, endOfSupport, note } = lifecycle;
  return { lifecycle, publishedStatus: words, availableFrom, endOfSale, endOfSupport, note };
}
