import { createHash } from 'node:crypto';
import type { Period } from '../../../platform/calendar/period.ts';
import type { ProvenanceRecord, VerificationStatus } from '../../../platform/facts/provenance.ts';
import type { AgreementParty, AgreementStatus } from '../domain/agreements.ts';
import type { AuthorisationStatus } from '../domain/authorisations.ts';
import type { Equivalence } from '../domain/equivalents.ts';
import { keyOf, type LevelId, type PartnerCode } from '../domain/levels.ts';
import type {
  AgreementRecord,
  AuthorisationRecord,
  ClearanceRecord,
  EquivalenceRecord,
  MembershipRecord,
  SchemeRecord,
} from './records.ts';
import type { ClassificationStore } from './store.ts';

/** What this subgraph contributes to the decision for one partner. The catalogue declares the same shape. */
export interface LevelFacts {
  readonly dataVersion: string;
  readonly asOf: string;
  readonly schemes: readonly SchemeFact[];
  readonly memberships: readonly MembershipFact[];
  readonly equivalences: readonly EquivalenceFact[];
  readonly agreements: readonly AgreementFact[];
  readonly authorisations: readonly AuthorisationFact[];
  readonly clearances: readonly ClearanceFact[];
}

type Validity = Required<Period>;

interface Fact {
  readonly verification: VerificationStatus;
}

interface SchemeFact extends Validity, Fact {
  readonly id: string;
  readonly holder: PartnerCode;
  readonly chains: readonly (readonly LevelId[])[];
  readonly levels: readonly { readonly id: LevelId; readonly securityClassification: boolean }[];
}

interface MembershipFact extends Validity, Fact {
  readonly organisation: PartnerCode;
  readonly member: PartnerCode;
}

interface EquivalenceFact extends Validity, Fact {
  readonly id: string;
  readonly fromLevel: LevelId;
  readonly toLevel: LevelId | null;
  readonly relation: Equivalence['relation'];
  readonly direction: Equivalence['direction'];
  readonly scope: string | null;
}

interface AgreementFact extends Validity, Fact {
  readonly id: string;
  readonly parties: readonly AgreementParty[];
  readonly status: AgreementStatus;
  readonly scope: 'GENERAL' | 'LIMITED';
  readonly scopeWords: string | null;
  readonly coverage: 'ALL' | 'LISTED' | 'NOT_PUBLISHED';
  readonly levels: readonly LevelId[];
}

interface AuthorisationFact extends Fact {
  readonly id: string;
  readonly jurisdiction: PartnerCode;
  readonly authority: string;
  readonly permitsUpTo: readonly LevelId[];
  readonly permitsClassified: boolean;
  readonly status: AuthorisationStatus;
}

interface ClearanceFact extends Fact {
  readonly id: string;
  readonly grantor: PartnerCode;
  readonly permitsUpTo: LevelId | null;
}

/**
 * Reads the facts for `partner`, in at most six statements: the schemes of the partner, of organisations and of the
 * authorisations' jurisdictions, in all their versions; the equivalences between these; all memberships
 * and authorisations; the agreements of the partner, of the groups and of the organisations that it ever
 * belonged to; the clearances of the partner and of those jurisdictions. The facts do not depend on a day.
 * Their version is a digest of exactly these facts.
 */
export async function readLevelFacts(store: ClassificationStore, partner: PartnerCode): Promise<LevelFacts> {
  const [authorisations, memberships, allSchemes] = await Promise.all([
    store.authorisations(),
    store.memberships(),
    store.schemes(),
  ]);
  const organisations = unique(
    memberships.filter((it) => it.member === partner).map((it) => it.organisation),
  );
  const holders = unique([partner, ...authorisations.map((it) => it.jurisdiction)]);
  const schemes = allSchemes.filter(
    ({ holder }) => holder.kind === 'ORGANISATION' || holders.includes(holder.code),
  );
  const [agreements, clearances, equivalences] = await Promise.all([
    store.agreements({ parties: { partners: [partner, ...organisations], membersOf: organisations } }),
    store.clearances(holders),
    store.equivalencesWithin(schemes.map((scheme) => scheme.id)),
  ]);
  const facts = {
    asOf: await store.asOf(),
    schemes: schemes.map(schemeFact),
    memberships: memberships.map(membershipFact),
    equivalences: equivalences.map(equivalenceFact),
    agreements: agreements.map(agreementFact),
    authorisations: authorisations.map(authorisationFact),
    clearances: clearances.map(clearanceFact),
  };
  return { dataVersion: digest(facts), ...facts };
}

function digest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16);
}

function unique(codes: readonly PartnerCode[]): PartnerCode[] {
  return [...new Set(codes)].sort();
}

function validity(period: Period): Validity {
  return {
    from: period.from,
    until: period.until,
    fromVerified: period.fromVerified ?? true,
    untilVerified: period.untilVerified ?? true,
  };
}

function verified({ provenance }: { readonly provenance: ProvenanceRecord }): Fact {
  return { verification: provenance.status };
}

function schemeFact(scheme: SchemeRecord): SchemeFact {
  const ids = new Map(scheme.levels.map((level) => [keyOf(level.id), level.id]));
  return {
    id: scheme.id,
    holder: scheme.holder.code,
    chains: scheme.chains.map((chain) => chain.map((key) => ids.get(key) as LevelId)),
    levels: scheme.levels.map(({ id, securityClassification }) => ({ id, securityClassification })),
    ...validity(scheme.period),
    ...verified(scheme),
  };
}

function membershipFact(membership: MembershipRecord): MembershipFact {
  return {
    organisation: membership.organisation,
    member: membership.member,
    ...validity(membership.period),
    ...verified(membership),
  };
}

function equivalenceFact(row: EquivalenceRecord): EquivalenceFact {
  return {
    id: row.id,
    fromLevel: row.fromLevel,
    toLevel: row.toLevel,
    relation: row.relation,
    direction: row.direction,
    scope: row.scope,
    ...validity(row.period),
    ...verified(row),
  };
}

function agreementFact(agreement: AgreementRecord): AgreementFact {
  return {
    id: agreement.id,
    parties: agreement.parties,
    status: agreement.status.status,
    scope: agreement.scope.scope,
    scopeWords: agreement.scope.words,
    coverage: agreement.levels.coverage,
    levels: agreement.levels.levels,
    ...validity(agreement.period),
    ...verified(agreement),
  };
}

function authorisationFact(authorisation: AuthorisationRecord): AuthorisationFact {
  return {
    id: authorisation.id,
    jurisdiction: authorisation.jurisdiction,
    authority: authorisation.authority,
    permitsUpTo: authorisation.permitsUpTo,
    permitsClassified: authorisation.permitsClassified,
    status: authorisation.status.status,
    ...verified(authorisation),
  };
}

function clearanceFact(clearance: ClearanceRecord): ClearanceFact {
  return {
    id: clearance.id,
    grantor: clearance.grantor,
    permitsUpTo: clearance.permitsUpTo,
    ...verified(clearance),
  };
}
