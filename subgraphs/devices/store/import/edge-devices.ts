import { z } from 'zod';
import { isPartialDate } from '../../../../platform/calendar/partial-date.ts';
import { labelSchema } from '../../../../platform/facts/label-schema.ts';
import { provenanceFields } from '../../../../platform/facts/provenance.ts';

/** The records of `edge-devices.json` as they are written. A field unknown here is refused, not dropped. */

const text = z.string().trim().min(1, 'expected words');
const measure = z.number().nonnegative();
const count = z.number().int().nonnegative();
const partialDate = z.string().refine(isPartialDate, 'expected a date such as 2013, 2022-12 or 2022-12-08');
/** One value, one for each configuration sold, or nothing published. */
const configurations = z.union([measure, z.array(measure).min(1)]).nullish();
const texts = z.array(text).nullish();

export const edgeDeviceSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9-]+$/, 'expected an id such as ms.ase-mini-r'),
  provider: text,
  name: text,
  family: text,
  vcpuUsable: configurations,
  memoryGiBUsable: configurations,
  storageTBUsable: configurations,
  extraStorage: text.nullish(),
  ocpu: count.nullish(),
  accelerator: z.strictObject({ type: text, model: text, count: z.union([count, text]) }).nullish(),
  nodes: z.union([count, text]).nullish(),
  minimumPerNode: z
    .strictObject({ physicalCores: count, memoryGB: measure, storageTB: measure, bootGB: measure })
    .nullish(),
  server: text.nullish(),
  weightKg: measure.nullish(),
  weightLb: measure.nullish(),
  weightNote: text.nullish(),
  formFactor: text.nullish(),
  ruggedization: text.nullish(),
  ipRating: text.nullish(),
  operatingTempC: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low <= high, 'expected the lower temperature first')
    .nullish(),
  maxOperatingAltitudeFt: measure.nullish(),
  offlineCapable: z.boolean().nullish(),
  maxDisconnectedDays: count.nullish(),
  maxDisconnectedNote: text.nullish(),
  syncMechanism: text.nullish(),
  runsOffline: texts,
  notOffline: texts,
  authorizations: z.array(z.strictObject({ scheme: text, level: text, scope: text.nullish() })).default([]),
  serviceHighestLevel: text.nullish(),
  deviceAuthorizedLevel: text.nullish(),
  authorizationNote: text.nullish(),
  lifecycle: z.strictObject({
    status: text,
    generallyAvailableSince: partialDate.nullish(),
    endOfSale: partialDate.nullish(),
    endOfSupport: partialDate.nullish(),
    note: text.nullish(),
  }),
  eligibility: text.nullish(),
  orderRegionsGov: texts,
  notes: z.array(text).default([]),
  label: labelSchema,
  ...provenanceFields,
});

export type EdgeDeviceRecord = z.infer<typeof edgeDeviceSchema>;

/** The schema's name of each published field, for provenance per field. One field may show as several. */
export const FIELD_NAMES: Readonly<Partial<Record<keyof EdgeDeviceRecord, readonly string[]>>> = {
  name: ['name'],
  family: ['family'],
  vcpuUsable: ['vcpu'],
  memoryGiBUsable: ['memoryGib'],
  storageTBUsable: ['storageTb'],
  extraStorage: ['extraStorage'],
  ocpu: ['ocpu'],
  accelerator: ['accelerator'],
  nodes: ['nodes'],
  minimumPerNode: ['minimumPerNode'],
  server: ['server'],
  weightKg: ['weightKg'],
  weightLb: ['weightLb'],
  weightNote: ['weightNote'],
  formFactor: ['formFactor'],
  ruggedization: ['ruggedisation', 'ruggedised'],
  ipRating: ['ingressProtection'],
  operatingTempC: ['operatingTemperature'],
  maxOperatingAltitudeFt: ['maxOperatingAltitudeFt'],
  offlineCapable: ['offlineCapable'],
  maxDisconnectedDays: ['maxDisconnectedDays'],
  maxDisconnectedNote: ['maxDisconnectedNote'],
  syncMechanism: ['syncMechanism'],
  runsOffline: ['runsOffline'],
  notOffline: ['notOffline'],
  authorizations: ['authorisations'],
  serviceHighestLevel: ['serviceHighestLevel'],
  deviceAuthorizedLevel: ['deviceAuthorisedLevel'],
  authorizationNote: ['authorisationNote'],
  lifecycle: ['lifecycle'],
  eligibility: ['eligibility'],
  orderRegionsGov: ['governmentOrderRegions'],
  notes: ['notes'],
};
