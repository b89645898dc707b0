import { z } from 'zod';
import { isPartialDate } from '../../../../platform/calendar/partial-date.ts';
import { labelSchema } from '../../../../platform/facts/label-schema.ts';
import { provenanceFields } from '../../../../platform/facts/provenance.ts';
import { isCurrency } from '../../domain/currency.ts';
import { isDecimal } from '../../domain/decimal.ts';
import { CONTRACT_KINDS } from '../../domain/kinds.ts';
import { PRICE_UNITS, type PriceUnit } from '../../domain/pricing.ts';

const text = z.string().min(1);
const words = z.array(text).default([]);
const date = z.string().refine(isPartialDate, 'expected a date such as 2013, 2022-12 or 2022-12-08');
const maybeDate = date.nullish().transform((it) => it ?? null);
const maybeText = text.nullish().transform((it) => it ?? null);
const count = z
  .int()
  .positive()
  .nullish()
  .transform((it) => it ?? null);
/** Whole numbers only: a JSON number with a fraction would already have lost digits. */
const value = z.int('expected a whole number').positive();
const currency = z.string().refine(isCurrency, 'expected an ISO 4217 code of a currency in use');
const maybeCurrency = currency.nullish().transform((it) => it ?? null);
const reported = z.strictObject({ period: text, value, currency });

const legalHold = z.strictObject({
  type: text,
  forum: text,
  claimant: maybeText,
  caseNumber: maybeText,
  filed: maybeDate,
  decided: maybeDate,
  outcome: maybeText,
  holdFrom: maybeDate,
  holdUntil: maybeDate,
  endedBy: maybeText,
});

/** A record of contracts.json. Strict: a field that nobody reads is refused, not lost. */
export const contractSchema = z.strictObject({
  ...provenanceFields,
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens'),
  name: text,
  kind: text,
  buyer: text,
  country: text,
  suppliers: z.array(text).min(1),
  status: text,
  statusBasis: maybeText,
  statusNote: maybeText,
  referenceNumbers: words,
  referenceSuppliers: z.record(text, text).default({}),
  awardDate: maybeDate,
  startDate: maybeDate,
  endDate: maybeDate,
  originalEndDate: maybeDate,
  cancelledDate: maybeDate,
  periodYears: count,
  baseYears: count,
  optionYears: count,
  callOffMaxMonths: count,
  callOffExtensionMonths: count,
  ceilingValue: value.nullable(),
  originalCeilingValue: value.nullish(),
  ceilingNote: maybeText,
  estimatedValue: z.strictObject({ min: value, max: value }).nullish(),
  currency: maybeCurrency,
  classificationLevels: words,
  legalHolds: z.array(legalHold).default([]),
  events: z.array(z.strictObject({ date, type: text })).default([]),
  reportedSpend: z.array(reported).default([]),
  budget: z.array(reported).default([]),
  replaces: maybeText,
  replacedBy: maybeText,
  successor: maybeText,
  successorName: maybeText,
  pricing: maybeText,
  dataLocation: maybeText,
  sharing: words,
  partnersNamed: words,
  tacticalEdge: z
    .boolean()
    .nullish()
    .transform((it) => it ?? null),
  beneficiary: maybeText,
  operationalBy: maybeDate,
  dataCentres: count,
  instances: count,
  supplierCount: count,
  conditions: z
    .array(z.strictObject({ supplier: text, deadline: maybeDate, met: z.boolean().nullable() }))
    .default([]),
  notes: words,
  label: labelSchema,
});
export type ContractFactsRecord = z.infer<typeof contractSchema>;

export const partnerSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Z]+$/, 'expected a country or organisation code'),
    kind: z.enum(['COUNTRY', 'ORGANISATION']),
    name: text.optional(),
  })
  .refine((it) => it.kind === 'COUNTRY' || it.name !== undefined, {
    path: ['name'],
    error: 'expected the name of the organisation',
  });

export const supplierSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens'),
  name: text,
  provider: z.boolean(),
});

export const aliasesSchema = z.object({
  aliases: z.record(
    text,
    z.strictObject({
      supplier: text,
      role: z.enum(['SUPPLIER', 'TECHNOLOGY_PARTNER']).default('SUPPLIER'),
      conditional: z.boolean().default(false),
    }),
  ),
  notPublished: z.array(text),
});
export type Aliases = z.infer<typeof aliasesSchema>;

export const normalisationSchema = z.object({
  kinds: z.record(text, z.enum(CONTRACT_KINDS)),
  levels: z.record(text, z.record(text, text.nullable())),
  buyerTags: z.record(text, z.array(text).min(1)),
  ceilingBasis: z.record(text, z.enum(['ESTIMATE', 'MINIMUM'])),
});
export type Normalisation = z.infer<typeof normalisationSchema>;

/** Few enough places for percentages of it to stay exact within the places that an amount may have. */
const price = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,6})?$/, 'expected a decimal number, at most 6 places after the point');
const percent = z
  .string()
  .refine(isDecimal, 'expected a decimal number')
  .regex(/^\d+(\.\d{1,4})?$/, 'expected a percentage, at most 4 places after the point');
const unit = z.enum(Object.keys(PRICE_UNITS) as [PriceUnit, ...PriceUnit[]]);

export const listPriceSchema = z.strictObject({
  offering: text,
  provider: text,
  amount: price,
  currency,
  unit,
  label: labelSchema,
});

const term = { contract: text, provider: text, currency, label: labelSchema };
export const priceTermSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...term, kind: z.literal('PERCENTAGE'), percent }),
  z.strictObject({ ...term, kind: z.literal('FIXED'), prices: z.record(text, price) }),
  z.strictObject({
    ...term,
    kind: z.literal('TIERS'),
    tiers: z.array(z.strictObject({ from: z.int().positive(), percent })).min(1),
  }),
]);
