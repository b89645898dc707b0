import { z } from 'zod';
import { isPartialDate } from '../../../../platform/calendar/partial-date.ts';
import { labelSchema } from '../../../../platform/facts/label-schema.ts';
import { provenanceFields } from '../../../../platform/facts/provenance.ts';
import { sourceSchema } from '../../../../platform/facts/sources.ts';

/** The records as the files publish them. A field that is not named here is refused, not dropped. */

const text = z.string().min(1);
const texts = z.array(text).default([]);
const partialDate = z.string().refine(isPartialDate, 'expected a year, a month or a day that exists');
const country = z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 alpha-2 code');
const category = z.string().regex(/^[a-z][a-z-]*$/, 'expected a category in lower case');
/** `ms.azure-gov.advisor`: provider, environment, service. */
const serviceId = z
  .string()
  .regex(/^[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9-]+$/, 'expected an id such as "ms.azure-gov.advisor"');

const claimSchema = z.strictObject({
  scheme: text,
  level: text,
  scope: z.literal('environment').optional(),
  authorizationDate: partialDate.optional(),
  authorizationType: text.optional(),
  assessor: text.optional(),
  qualifiedFrom: partialDate.optional(),
  qualifiedTo: partialDate.optional(),
  decision: text.optional(),
});
export type PublishedClaim = z.infer<typeof claimSchema>;

export const serviceSchema = z.strictObject({
  ...provenanceFields,
  label: labelSchema,
  id: serviceId,
  provider: text,
  name: text,
  category,
  environment: text,
  country: country.optional(),
  authorizations: z.array(claimSchema),
  highestLevel: text.nullish(),
  regions: z.array(text),
  regionScope: z.enum([
    'service',
    'environment',
    'not-published',
    'environment-not-published',
    'customer-premises',
  ]),
  eligibility: text.optional(),
  corroboratedBy: z
    .strictObject({ publisher: text, marketplaceId: text, listedAs: text, covers: text })
    .optional(),
  notes: texts,
  qualifiers: texts,
  endpointIds: texts,
  evidence: text.optional(),
  marketplaceId: text.optional(),
  resourceType: text.optional(),
  sdkPackage: text.optional(),
  apiVersions: texts,
  authorizationSources: texts,
});
export type PublishedService = z.infer<typeof serviceSchema>;

export const regionSchema = z.strictObject({
  ...provenanceFields,
  id: text,
  code: text.nullable(),
  provider: text,
  name: text,
  country,
  area: text.nullish(),
  environment: text,
  levels: z.array(text),
  highestLevel: text.nullable(),
  eligibility: text.optional(),
  il5ServiceCount: z.int().nonnegative().optional(),
  generallyAvailableSince: partialDate.optional(),
  openedYear: z.int().optional(),
  announced: partialDate.optional(),
  plannedBy: partialDate.optional(),
  qualifiedOn: partialDate.optional(),
  controlPackages: texts,
  instances: z.int().positive().optional(),
  partition: text.optional(),
  realm: text.optional(),
  notes: texts,
});
export type PublishedRegion = z.infer<typeof regionSchema>;

export const eligibilityNoteSchema = z.strictObject({
  ...provenanceFields,
  environment: text,
  customers: z.array(z.string().regex(/^[A-Z][A-Z-]*$/, 'expected a customer tag')).nullable(),
  statement: text,
  note: text.optional(),
  conflict: text.optional(),
});
export type PublishedEligibilityNote = z.infer<typeof eligibilityNoteSchema>;

export const partnerAuthorisationSchema = z.strictObject({
  ...provenanceFields,
  id: text,
  authorisation: text,
  environment: text,
  scope: z.enum(['environment', 'service']),
  serviceIds: z.array(serviceId).optional(),
  status: z.enum(['CURRENT', 'HISTORICAL', 'BUYER_ASSESSED', 'POLICY', 'SOUGHT', 'PLANNED']),
  asOf: partialDate.nullable(),
  validFrom: partialDate.nullable(),
  validTo: partialDate.nullable(),
  statement: text,
  sourceGrade: text.optional(),
  note: text.optional(),
});
export type PublishedPartnerAuthorisation = z.infer<typeof partnerAuthorisationSchema>;

export const noneKnownSchema = z.strictObject({ environment: text, for: text, reason: text });

export const deviceOfferingSchema = z.strictObject({
  ...provenanceFields,
  label: labelSchema,
  id: text,
  provider: text,
  name: text,
  family: text,
});
export type PublishedDeviceOffering = z.infer<typeof deviceOfferingSchema>;

/** The tables that say how loose words of the files are read. Curated, with a reason for each reading. */

export const providerSchema = z.strictObject({
  id: text,
  name: text,
  aliases: texts,
  country: country.nullable(),
  verified: z.boolean(),
});
export type PublishedProvider = z.infer<typeof providerSchema>;

export const environmentSchema = z.strictObject({
  id: text,
  name: text,
  provider: text,
  prefixes: texts,
  aliases: texts,
  operator: z.strictObject({ country: country.nullable(), reason: text }).optional(),
  lifecycle: z.strictObject({ status: z.literal('PLANNED'), verified: z.boolean(), reason: text }).optional(),
});
export type PublishedEnvironment = z.infer<typeof environmentSchema>;

export const authorisationNameSchema = z.strictObject({
  scheme: text,
  level: text,
  authorisation: text.nullable(),
  reason: text.optional(),
});

export const customerWordsSchema = z.strictObject({ words: text, customers: z.array(text).min(1) });

export const doubtSchema = z.strictObject({
  field: text,
  tags: z.array(text),
  exclusive: z.boolean(),
  reason: text,
});

export const openTermsSchema = z.strictObject({ environment: text, reason: text });

export const contradictionSchema = z.strictObject({ services: z.array(serviceId).min(2), words: text });

export const unavailableSchema = z.strictObject({ words: text, reason: text });

export { sourceSchema };
