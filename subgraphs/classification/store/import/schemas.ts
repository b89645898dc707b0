import { z } from 'zod';
import { isPartialDate } from '../../../../platform/calendar/partial-date.ts';
import { provenanceFields } from '../../../../platform/facts/provenance.ts';
import { readAgreementStatus, readParty } from '../../domain/agreements.ts';
import { readAuthorisationStatus } from '../../domain/authorisations.ts';
import { readGrantor } from '../../domain/clearances.ts';

/** What each facts file may hold. Loose words are read here, so that words nobody can read are refused. */

const text = z.string().min(1);
const levelId = z.string().regex(/^[A-Z0-9-]+:[A-Z]+$/, 'expected the id of a level, such as "GB:S"');
const partnerCode = z.string().regex(/^[A-Z]{2,7}$/, 'expected a code of a country or an organisation');
const date = z
  .string()
  .refine(isPartialDate, 'expected a year, a month or a day such as "2013", "2022-12" or "2022-12-08"')
  .nullable();
const note = text.nullish().transform((words) => words ?? null);

/** A field of words that `read` understands; `reason` is given for words that it does not. */
const readBy = <Read>(read: (words: string) => Read | null, reason: string) =>
  z.string().transform((words, context) => {
    const value = read(words);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: `${reason}, got ${JSON.stringify(words)}` });
    return z.NEVER;
  });

export const schemeSchema = z.object({
  id: text,
  holder: z.object({ kind: z.enum(['COUNTRY', 'ORGANISATION']), code: partnerCode }),
  name: text,
  validFrom: date,
  /** The last day, which belongs to the scheme. */
  validTo: date,
  levels: z
    .array(
      z.object({
        key: text,
        ref: levelId,
        rank: z.int(),
        nativeName: text,
        language: text,
        abbreviation: text.nullable(),
        englishGloss: text,
        isSecurityClassification: z.boolean(),
      }),
    )
    .min(1),
  orderChains: z.array(z.array(text).min(1)).min(1),
  notes: note,
  verificationGrade: text,
  ...provenanceFields,
});

export const equivalenceSchema = z.object({
  id: text,
  fromLevel: levelId,
  toLevel: levelId.nullable(),
  relation: z.enum([
    'EQUIVALENT',
    'ALIGNED',
    'HANDLED_AS',
    'CONVERTS_TO',
    'NO_EQUIVALENT',
    'CASE_BY_CASE',
    'EXCLUDED',
    'NO_ROW',
  ]),
  direction: z.enum(['MUTUAL', 'ONE_WAY']),
  instrument: text,
  scope: text.nullable(),
  validFrom: date,
  /** The last day, which belongs to the period. */
  validTo: date,
  note,
  ...provenanceFields,
});

export const agreementSchema = z.object({
  id: text,
  name: text,
  parties: z
    .array(readBy(readParty, 'expected a code of a country or an organisation, or the words for a group'))
    .min(1),
  kind: z.enum(['BILATERAL', 'MULTILATERAL']),
  signed: date,
  inForce: date,
  status: readBy(readAgreementStatus, 'expected the words for a known status'),
  levelsCovered: text.nullable(),
  scope: text,
  note,
  datesVerified: z.boolean(),
  ...provenanceFields,
});

export const authorisationSchema = z.object({
  id: text,
  name: text,
  authority: text,
  jurisdiction: partnerCode,
  status: readBy(readAuthorisationStatus, 'expected words that begin with a known status'),
  permitsUpTo: z.array(levelId),
  requiredCategories: z.array(text),
  isAuthorisationToHoldNationallyClassified: z.boolean(),
  note,
  facts: z.array(z.object({ field: text, statement: text, ...provenanceFields })),
  verified: z.boolean(),
});

export const clearanceSchema = z.object({
  id: text,
  grantor: readBy(readGrantor, 'expected a code, or a code and who issues in its name'),
  name: text,
  order: z.int(),
  permitsUpTo: levelId.nullable(),
  conditionalAccess: text.nullable(),
  isFormalClearance: z.boolean(),
  note,
  ...provenanceFields,
});

export const membershipSchema = z.object({
  id: text,
  organisation: partnerCode,
  member: partnerCode,
  from: date,
  /** The first day outside. */
  until: date,
  ...provenanceFields,
});

export type PublishedScheme = z.infer<typeof schemeSchema>;
export type PublishedEquivalence = z.infer<typeof equivalenceSchema>;
export type PublishedAgreement = z.infer<typeof agreementSchema>;
export type PublishedAuthorisation = z.infer<typeof authorisationSchema>;
export type PublishedClearance = z.infer<typeof clearanceSchema>;
export type PublishedMembershipRow = z.infer<typeof membershipSchema>;
