import type { Label } from '../../../../platform/disclosure/label.ts';
import { provenanceOf, type ProvenanceRecord } from '../../../../platform/facts/provenance.ts';
import type { Rejection } from '../../../../platform/facts/read-facts.ts';
import { readCount } from '../../domain/count.ts';
import {
  authorisationScope,
  type Configurations,
  type DeviceModel,
  type ModelAuthorisation,
  type RuggedisedBy,
} from '../../domain/device-model.ts';
import type { Lifecycle } from '../../domain/lifecycle.ts';
import { FIELD_NAMES, type EdgeDeviceRecord } from './edge-devices.ts';
import type { Normalisation } from './normalisation.ts';

/** A device model as stored: what is published of it, and how well that is attested. */
export interface StoredModel {
  readonly model: DeviceModel;
  /** Its `unverifiedFields` carry the names of the schema. */
  readonly provenance: ProvenanceRecord;
  /** Whom the record may be shown to. */
  readonly label: Label;
}

/** Collects why a field of a record cannot be taken. */
type Refuse = (field: string, reason: string) => void;

/**
 * The device model that a record describes, its words read by the curated tables. What cannot be read goes
 * to `rejections`; a record that was rejected is not to be stored.
 */
export function readModel(
  record: EdgeDeviceRecord,
  tables: Normalisation,
  sources: ReadonlySet<string>,
  file: string,
  rejections: Rejection[],
): StoredModel {
  const refuse: Refuse = (field, reason) => rejections.push({ file, record: record.id, field, reason });
  for (const source of record.sources) {
    if (!sources.has(source)) refuse('sources', `cites ${source}, which sources.json does not hold`);
  }
  if (record.sources.length === 0) refuse('sources', 'expected at least one source');
  return {
    model: {
      id: record.id,
      provider: lookUp(tables.providers, record.provider, 'provider', refuse) ?? '',
      name: record.name,
      family: record.family,
      vcpu: configurations(record.vcpuUsable),
      memoryGib: configurations(record.memoryGiBUsable),
      storageTb: configurations(record.storageTBUsable),
      extraStorage: record.extraStorage ?? null,
      ocpu: record.ocpu ?? null,
      accelerator: record.accelerator
        ? { ...record.accelerator, count: readCount(record.accelerator.count) }
        : null,
      nodes: record.nodes === null || record.nodes === undefined ? null : readCount(record.nodes),
      minimumPerNode: minimumPerNode(record),
      server: record.server ?? null,
      weightKg: record.weightKg ?? null,
      weightLb: record.weightLb ?? null,
      weightNote: record.weightNote ?? null,
      formFactor: record.formFactor ?? null,
      ruggedisation: record.ruggedization ?? null,
      ruggedisedBy: ruggedisedBy(record, tables, refuse),
      ingressProtection: record.ipRating ?? null,
      operatingTemperature: record.operatingTempC
        ? { minimumCelsius: record.operatingTempC[0], maximumCelsius: record.operatingTempC[1] }
        : null,
      maxOperatingAltitudeFt: record.maxOperatingAltitudeFt ?? null,
      offlineCapable: record.offlineCapable ?? null,
      maxDisconnectedDays: record.maxDisconnectedDays ?? null,
      maxDisconnectedNote: record.maxDisconnectedNote ?? null,
      syncMechanism: record.syncMechanism ?? null,
      runsOffline: record.runsOffline ?? null,
      notOffline: record.notOffline ?? null,
      authorisations: authorisations(record, tables, refuse),
      serviceHighestLevel: record.serviceHighestLevel ?? null,
      deviceAuthorisedLevel: record.deviceAuthorizedLevel ?? null,
      authorisationNote: record.authorizationNote ?? null,
      lifecycle: lifecycle(record, tables, refuse),
      eligibility: record.eligibility
        ? {
            words: record.eligibility,
            customers: lookUp(tables.eligibility, record.eligibility, 'eligibility', refuse) ?? [],
          }
        : null,
      governmentOrderRegions: record.orderRegionsGov ?? null,
      notes: record.notes,
    },
    label: record.label,
    provenance: provenanceOf({ ...record, unverifiedFields: unverifiedFields(record, refuse) }),
  };
}

function lookUp<Meaning>(
  table: ReadonlyMap<string, Meaning>,
  words: string,
  field: string,
  refuse: Refuse,
): Meaning | null {
  const meaning = table.get(words);
  if (meaning === undefined) refuse(field, `normalisation.json does not say how to read "${words}"`);
  return meaning ?? null;
}

function configurations(published: number | readonly number[] | null | undefined): Configurations {
  if (published === null || published === undefined) return null;
  return typeof published === 'number' ? [published] : published;
}

function minimumPerNode({ minimumPerNode: published }: EdgeDeviceRecord): DeviceModel['minimumPerNode'] {
  if (!published) return null;
  const { physicalCores, memoryGB, storageTB, bootGB } = published;
  return { physicalCores, memoryGb: memoryGB, storageTb: storageTB, bootGb: bootGB };
}

/** Words on ruggedness have to be in the table; a form factor may say it too. */
function ruggedisedBy(record: EdgeDeviceRecord, tables: Normalisation, refuse: Refuse): RuggedisedBy | null {
  if (record.ruggedization) {
    return lookUp(tables.ruggedisation, record.ruggedization, 'ruggedization', refuse);
  }
  return tables.ruggedisation.get(record.formFactor ?? '') ?? null;
}

function authorisations(
  record: EdgeDeviceRecord,
  tables: Normalisation,
  refuse: Refuse,
): readonly ModelAuthorisation[] {
  const level = record.deviceAuthorizedLevel ?? null;
  const stated = record.authorizations.map((statement, place): ModelAuthorisation => {
    const words = `${statement.scheme} ${statement.level}`;
    const publishedScope = statement.scope ?? null;
    return {
      authorisation: lookUp(tables.authorisations, words, `authorizations.${place}`, refuse),
      words,
      scope: authorisationScope(publishedScope, level),
      publishedScope,
    };
  });
  if (level === null || stated.some(({ scope }) => scope === 'DEVICE')) return stated;
  // A level of the device itself under no scheme that is named.
  return [...stated, { authorisation: null, words: level, scope: 'DEVICE', publishedScope: null }];
}

function lifecycle(
  { lifecycle: published }: EdgeDeviceRecord,
  tables: Normalisation,
  refuse: Refuse,
): Lifecycle {
  return {
    status: lookUp(tables.lifecycleStatuses, published.status, 'lifecycle.status', refuse) ?? 'UNKNOWN',
    words: published.status,
    availableFrom: published.generallyAvailableSince ?? null,
    endOfSale: published.endOfSale ?? null,
    endOfSupport: published.endOfSupport ?? null,
    note: published.note ?? null,
  };
}

/** The fields that the sources do not show, by their names in the schema; `lifecycle.status` keeps its path. */
function unverifiedFields(record: EdgeDeviceRecord, refuse: Refuse): string[] {
  return record.unverifiedFields.flatMap((named) => {
    const [field = '', ...path] = named.split('.');
    const names = FIELD_NAMES[field as keyof EdgeDeviceRecord];
    if (!names) refuse('unverifiedFields', `names ${named}, which is no field of a device model`);
    return (names ?? []).map((name) => [name, ...path].join('.'));
  });
}
