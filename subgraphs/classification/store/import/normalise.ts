import { exclusiveEnd, type PartialDate } from '../../../../platform/calendar/partial-date.ts';
import type { Period } from '../../../../platform/calendar/period.ts';
import { fieldStatus, provenanceOf, type ProvenanceRecord } from '../../../../platform/facts/provenance.ts';
import { agreementPeriod, readLevelCoverage, readScope } from '../../domain/agreements.ts';
import { membershipPeriod } from '../../domain/memberships.ts';
import type {
  AgreementRecord,
  AuthorisationRecord,
  ClearanceRecord,
  EquivalenceRecord,
  MembershipRecord,
  SchemeRecord,
} from '../records.ts';
import type {
  PublishedAgreement,
  PublishedAuthorisation,
  PublishedClearance,
  PublishedEquivalence,
  PublishedMembershipRow,
  PublishedScheme,
} from './schemas.ts';

/** From the records as published to the records as stored. */

/**
 * The half-open period of `validFrom` to `validTo`, its last day. The bounds of a record that is not
 * verified are not verified either.
 */
function validity(
  published: { validFrom: PartialDate | null; validTo: PartialDate | null },
  provenance: ProvenanceRecord,
): Period {
  return {
    from: published.validFrom,
    until: published.validTo === null ? null : exclusiveEnd(published.validTo),
    fromVerified: fieldStatus(provenance, 'validFrom') === 'VERIFIED',
    untilVerified: fieldStatus(provenance, 'validTo') === 'VERIFIED',
  };
}

export function schemeRecord(published: PublishedScheme): SchemeRecord {
  const provenance = provenanceOf(published);
  const period = validity(published, provenance);
  return {
    id: published.id,
    holder: published.holder,
    name: published.name,
    levels: published.levels.map((level) => ({
      id: level.ref,
      key: level.key,
      scheme: published.id,
      nativeName: level.nativeName,
      language: level.language,
      abbreviation: level.abbreviation,
      gloss: level.englishGloss,
      securityClassification: level.isSecurityClassification,
    })),
    chains: published.orderChains,
    validFrom: period.from,
    validUntil: period.until,
    period,
    notes: published.notes,
    verificationGrade: published.verificationGrade,
    provenance,
  };
}

export function equivalenceRecord(published: PublishedEquivalence): EquivalenceRecord {
  const provenance = provenanceOf(published);
  return {
    id: published.id,
    fromLevel: published.fromLevel,
    toLevel: published.toLevel,
    relation: published.relation,
    direction: published.direction,
    instrument: published.instrument,
    scope: published.scope,
    period: validity(published, provenance),
    verified: published.verified,
    note: published.note,
    provenance,
  };
}

export function agreementRecord(published: PublishedAgreement): AgreementRecord {
  const dates = { signed: published.signed, inForceFrom: published.inForce };
  const doubtful = published.datesVerified
    ? []
    : Object.entries(dates).flatMap(([field, value]) => (value === null ? [] : [field]));
  const provenance = provenanceOf(published);
  return {
    id: published.id,
    name: published.name,
    parties: published.parties,
    kind: published.kind,
    ...dates,
    datesVerified: published.datesVerified,
    period: agreementPeriod(published),
    status: published.status,
    scope: readScope(published.scope),
    levels: readLevelCoverage(published.levelsCovered),
    note: published.note,
    provenance: { ...provenance, unverifiedFields: [...provenance.unverifiedFields, ...doubtful] },
  };
}

/** The file names sources with each statement; the authorisation as a whole rests on all of them. */
export function authorisationRecord(published: PublishedAuthorisation): AuthorisationRecord {
  const statements = published.facts.map((fact) => ({
    field: fact.field,
    statement: fact.statement,
    provenance: provenanceOf(fact),
  }));
  return {
    id: published.id,
    name: published.name,
    authority: published.authority,
    jurisdiction: published.jurisdiction,
    status: published.status,
    permitsUpTo: published.permitsUpTo,
    requiredCategories: published.requiredCategories,
    permitsClassified: published.isAuthorisationToHoldNationallyClassified,
    note: published.note,
    statements,
    provenance: {
      status: published.verified ? 'VERIFIED' : 'UNVERIFIED',
      sources: [...new Set(statements.flatMap((it) => it.provenance.sources))],
      unverifiedFields: [],
      publicDocument: null,
    },
  };
}

export function clearanceRecord(published: PublishedClearance): ClearanceRecord {
  return {
    id: published.id,
    ...published.grantor,
    name: published.name,
    order: published.order,
    permitsUpTo: published.permitsUpTo,
    conditionalAccess: published.conditionalAccess,
    formal: published.isFormalClearance,
    note: published.note,
    provenance: provenanceOf(published),
  };
}

export function membershipRecord(published: PublishedMembershipRow): MembershipRecord {
  return {
    id: published.id,
    organisation: published.organisation,
    member: published.member,
    from: published.from,
    until: published.until,
    period: membershipPeriod(published),
    verified: published.verified,
    provenance: provenanceOf(published),
  };
}
