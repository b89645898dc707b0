import { z } from 'zod';

/** How well a record is attested. */
export type VerificationStatus = 'VERIFIED' | 'UNVERIFIED' | 'ILLUSTRATIVE';

/** Where a record comes from, as stored with it. */
export interface ProvenanceRecord {
  readonly status: VerificationStatus;
  readonly sources: readonly string[];
  /** Fields of the record that its source does not show, in the words of the facts file. */
  readonly unverifiedFields: readonly string[];
  /** A public document that would settle it, where one is named. */
  readonly publicDocument: string | null;
}

/** The provenance fields that the facts files share. */
export const provenanceFields = {
  verified: z.boolean(),
  sources: z.array(z.string()).default([]),
  unverifiedFields: z.array(z.string()).default([]),
  publicDocument: z.string().nullish(),
};

/** The provenance of a record of a facts file. */
export function provenanceOf(record: {
  verified: boolean;
  sources: readonly string[];
  unverifiedFields: readonly string[];
  publicDocument?: string | null | undefined;
}): ProvenanceRecord {
  return {
    status: record.verified ? 'VERIFIED' : 'UNVERIFIED',
    sources: record.sources,
    unverifiedFields: record.unverifiedFields,
    publicDocument: record.publicDocument ?? null,
  };
}

/**
 * How well one field is attested: a record that is verified may still have fields that are not. A field is
 * meant by its own name or by a path into it (`endDate.day` and `levels.IL6` touch `endDate` and `levels`).
 */
export function fieldStatus(provenance: ProvenanceRecord, field: string): VerificationStatus {
  if (provenance.status !== 'VERIFIED') return provenance.status;
  const touched = provenance.unverifiedFields.some(
    (it) => it === field || it.startsWith(`${field}.`) || it.startsWith(`${field}[`),
  );
  return touched ? 'UNVERIFIED' : 'VERIFIED';
}
