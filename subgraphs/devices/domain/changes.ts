import type { Day } from '../../../platform/calendar/day.ts';
import type { Count } from './count.ts';
import type { DeviceModel } from './device-model.ts';
import { statusOn } from './lifecycle.ts';

export type DeviceChangeKind =
  | 'MODEL_LIFECYCLE'
  | 'MODEL_SPECIFICATION'
  | 'MODEL_AUTHORISATION'
  | 'CONNECTION_RULE'
  | 'DEVICE_RECORD';

/** One thing that a device has to know anew. */
export interface DeviceChange {
  readonly kind: DeviceChangeKind;
  /** The field in the schema: `lifecycle.endOfSale`. */
  readonly field: string;
  /** What the device knew; null where nothing was published, or it knew nothing. */
  readonly before: string | null;
  /** What holds now; null where nothing is published any more. */
  readonly after: string | null;
}

/** What the catalogue tells one device: its own record, and its model on a day. */
export interface DeviceKnowledge {
  readonly name: string;
  /** Null where the model was withdrawn. */
  readonly model: DeviceModel | null;
  readonly day: Day;
}

type Read = (model: DeviceModel, day: Day) => string | number | boolean | null | undefined;

const FIELDS: readonly (readonly [DeviceChangeKind, string, Read])[] = [
  ['MODEL_LIFECYCLE', 'lifecycle.status', (model, day) => statusOn(model.lifecycle, day)],
  ['MODEL_LIFECYCLE', 'lifecycle.publishedStatus', (model) => model.lifecycle.words],
  ['MODEL_LIFECYCLE', 'lifecycle.availableFrom', (model) => model.lifecycle.availableFrom],
  ['MODEL_LIFECYCLE', 'lifecycle.endOfSale', (model) => model.lifecycle.endOfSale],
  ['MODEL_LIFECYCLE', 'lifecycle.endOfSupport', (model) => model.lifecycle.endOfSupport],
  ['MODEL_LIFECYCLE', 'lifecycle.note', (model) => model.lifecycle.note],
  ['CONNECTION_RULE', 'offlineCapable', (model) => model.offlineCapable],
  ['CONNECTION_RULE', 'maxDisconnectedDays', (model) => model.maxDisconnectedDays],
  ['CONNECTION_RULE', 'maxDisconnectedNote', (model) => model.maxDisconnectedNote],
  ['CONNECTION_RULE', 'syncMechanism', (model) => model.syncMechanism],
  ['CONNECTION_RULE', 'runsOffline', (model) => list(model.runsOffline)],
  ['CONNECTION_RULE', 'notOffline', (model) => list(model.notOffline)],
  ['MODEL_AUTHORISATION', 'deviceAuthorisations', (model) => authorisations(model, 'DEVICE')],
  ['MODEL_AUTHORISATION', 'serviceAuthorisations', (model) => authorisations(model, 'SERVICE')],
  ['MODEL_AUTHORISATION', 'deviceAuthorisedLevel', (model) => model.deviceAuthorisedLevel],
  ['MODEL_AUTHORISATION', 'serviceHighestLevel', (model) => model.serviceHighestLevel],
  ['MODEL_AUTHORISATION', 'authorisationNote', (model) => model.authorisationNote],
  ['MODEL_AUTHORISATION', 'eligibility', (model) => model.eligibility?.words],
  ['MODEL_SPECIFICATION', 'name', (model) => model.name],
  ['MODEL_SPECIFICATION', 'provider', (model) => model.provider],
  ['MODEL_SPECIFICATION', 'family', (model) => model.family],
  ['MODEL_SPECIFICATION', 'vcpu', (model) => list(model.vcpu)],
  ['MODEL_SPECIFICATION', 'memoryGib', (model) => list(model.memoryGib)],
  ['MODEL_SPECIFICATION', 'storageTb', (model) => list(model.storageTb)],
  ['MODEL_SPECIFICATION', 'extraStorage', (model) => model.extraStorage],
  ['MODEL_SPECIFICATION', 'ocpu', (model) => model.ocpu],
  ['MODEL_SPECIFICATION', 'accelerator', accelerator],
  ['MODEL_SPECIFICATION', 'nodes', (model) => words(model.nodes)],
  ['MODEL_SPECIFICATION', 'minimumPerNode', minimumPerNode],
  ['MODEL_SPECIFICATION', 'server', (model) => model.server],
  ['MODEL_SPECIFICATION', 'weightKg', (model) => model.weightKg],
  ['MODEL_SPECIFICATION', 'weightLb', (model) => model.weightLb],
  ['MODEL_SPECIFICATION', 'weightNote', (model) => model.weightNote],
  ['MODEL_SPECIFICATION', 'formFactor', (model) => model.formFactor],
  ['MODEL_SPECIFICATION', 'ruggedisation', (model) => model.ruggedisation],
  ['MODEL_SPECIFICATION', 'ruggedisedBy', (model) => model.ruggedisedBy],
  ['MODEL_SPECIFICATION', 'ingressProtection', (model) => model.ingressProtection],
  ['MODEL_SPECIFICATION', 'operatingTemperature', operatingTemperature],
  ['MODEL_SPECIFICATION', 'maxOperatingAltitudeFt', (model) => model.maxOperatingAltitudeFt],
  ['MODEL_SPECIFICATION', 'governmentOrderRegions', (model) => list(model.governmentOrderRegions)],
  ['MODEL_SPECIFICATION', 'notes', (model) => list(model.notes)],
];

/**
 * What a device has to know anew, lifecycle first. Without `before` that is everything that is published.
 * A status that moved because a date passed counts, though nobody edited the model.
 */
export function changesSince(before: DeviceKnowledge | null, now: DeviceKnowledge): readonly DeviceChange[] {
  const changes: DeviceChange[] = [];
  const compare = (kind: DeviceChangeKind, field: string, was: string | null, is: string | null): void => {
    if (was !== is) changes.push({ kind, field, before: was, after: is });
  };
  compare('DEVICE_RECORD', 'name', before?.name ?? null, now.name);
  compare('DEVICE_RECORD', 'model', before?.model?.id ?? null, now.model?.id ?? null);
  for (const [kind, field, read] of FIELDS) {
    compare(kind, field, textOf(read, before), textOf(read, now));
  }
  return changes;
}

function textOf(read: Read, knowledge: DeviceKnowledge | null): string | null {
  const value = knowledge?.model ? read(knowledge.model, knowledge.day) : null;
  return value === null || value === undefined ? null : String(value);
}

function list(values: readonly (string | number)[] | null): string | null {
  return values === null || values.length === 0 ? null : values.join('; ');
}

function words(count: Count | null): string | null {
  return count?.words ?? null;
}

function authorisations(model: DeviceModel, scope: 'DEVICE' | 'SERVICE'): string | null {
  return list(
    model.authorisations
      .filter((held) => held.scope === scope)
      .map((held) => (held.publishedScope === null ? held.words : `${held.words} (${held.publishedScope})`)),
  );
}

function accelerator({ accelerator: published }: DeviceModel): string | null {
  return published && `${published.count.words} × ${published.type} ${published.model}`;
}

function minimumPerNode({ minimumPerNode: least }: DeviceModel): string | null {
  return (
    least &&
    `${least.physicalCores} cores; ${least.memoryGb} GB memory; ${least.storageTb} TB storage; ${least.bootGb} GB boot`
  );
}

function operatingTemperature({ operatingTemperature: range }: DeviceModel): string | null {
  return range && `${range.minimumCelsius} to ${range.maximumCelsius} °C`;
}
