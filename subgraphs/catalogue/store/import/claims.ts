import { exclusiveEnd } from '../../../../platform/calendar/partial-date.ts';
import { fieldStatus, provenanceOf } from '../../../../platform/facts/provenance.ts';
import type { ClaimRecord } from '../records.ts';
import type { Names, Place } from './names.ts';
import type { PublishedClaim, PublishedPartnerAuthorisation, PublishedService } from './schemas.ts';

/**
 * The authorisations that a service's own record claims. The date of a FedRAMP authorisation is that of the
 * package, which a service may have joined later: it is told and begins no period. The dates of a SecNumCloud
 * decision are those of the offer.
 */
export function claimsOfService(
  service: PublishedService,
  names: Names,
  place: Place,
): readonly ClaimRecord[] {
  // What a source says of authorisations may come from other sources than what it says of the service.
  const cited = service.authorizationSources.length > 0 ? service.authorizationSources : service.sources;
  names.sources(place, cited);
  const provenance = provenanceOf({ ...service, sources: cited });
  return service.authorizations.map((claim): ClaimRecord => ({
    id: null,
    authorisation: names.authorisation(place, claim.scheme, claim.level),
    words: `${claim.scheme} ${claim.level}`,
    level: claim.level,
    status: 'CURRENT',
    scope: claim.scope === 'environment' ? 'ENVIRONMENT' : 'SERVICE',
    from: claim.qualifiedFrom ?? null,
    until: claim.qualifiedTo === undefined ? null : exclusiveEnd(claim.qualifiedTo),
    fromVerified: service.verified,
    untilVerified: service.verified,
    verification: claim.scope === 'environment' ? 'UNVERIFIED' : fieldStatus(provenance, 'authorizations'),
    statement: detailsOf(claim),
    note: null,
    asOf: null,
    sourceGrade: null,
    provenance,
  }));
}

function detailsOf(claim: PublishedClaim): string | null {
  const { authorizationDate, authorizationType, assessor, decision } = claim;
  const details = [
    authorizationDate && `package authorised on ${authorizationDate}`,
    authorizationType && `authorisation by ${authorizationType}`,
    assessor && `assessed by ${assessor}`,
    decision && `decision ${decision}`,
  ].filter(Boolean);
  return details.length > 0 ? details.join('; ') : null;
}

/**
 * An authorisation that is claimed for an environment or some of its services. Whatever its source does not
 * show (the day, the services or the regions in scope) may be what the claim hangs on, so that a claim with
 * any such field is unverified; the file asks that no answer go beyond those fields. That an environment as
 * a whole holds one is unverified too: which services it covers was not read. Rules for the buyer and
 * assessments by the buyer claim nothing of a service.
 */
export function claimOfPartner(published: PublishedPartnerAuthorisation): ClaimRecord {
  const provenance = provenanceOf(published);
  const { status, scope, verified, unverifiedFields } = published;
  const isOpen = unverifiedFields.length > 0 || (scope === 'environment' && status === 'CURRENT');
  return {
    id: published.id,
    authorisation: published.authorisation,
    words: published.authorisation,
    level: null,
    status,
    scope: scope === 'service' ? 'SERVICE' : 'ENVIRONMENT',
    from: published.validFrom,
    until: published.validTo === null ? null : exclusiveEnd(published.validTo),
    fromVerified: verified,
    untilVerified: verified,
    verification: verified && !isOpen ? 'VERIFIED' : 'UNVERIFIED',
    statement: published.statement,
    note: published.note ?? null,
    asOf: published.asOf,
    sourceGrade: published.sourceGrade ?? null,
    provenance,
  };
}

/**
 * Each grant once: two records of one authorisation with the same status, scope and dates tell of the same
 * grant, which is attested as the worse of them. Contradicting records of one service are merged so too.
 */
export function mergeClaims(claims: readonly ClaimRecord[]): readonly ClaimRecord[] {
  const merged = new Map<string, ClaimRecord>();
  for (const claim of claims) {
    const { authorisation, words, status, scope, from, until } = claim;
    const grant = JSON.stringify([authorisation ?? words, status, scope, from, until]);
    const known = merged.get(grant);
    merged.set(grant, known ? together(known, claim) : claim);
  }
  return [...merged.values()];
}

/** What two records say of one grant; `first` has its words where both have some. */
function together(first: ClaimRecord, second: ClaimRecord): ClaimRecord {
  const joined = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  return {
    ...first,
    id: first.id ?? second.id,
    level: first.level ?? second.level,
    fromVerified: first.fromVerified && second.fromVerified,
    untilVerified: first.untilVerified && second.untilVerified,
    verification: first.verification === 'VERIFIED' ? second.verification : first.verification,
    statement: joinedText(first.statement, second.statement),
    note: joinedText(first.note, second.note),
    asOf: first.asOf ?? second.asOf,
    sourceGrade: first.sourceGrade ?? second.sourceGrade,
    provenance: {
      status: first.provenance.status === 'VERIFIED' ? second.provenance.status : first.provenance.status,
      sources: joined(first.provenance.sources, second.provenance.sources),
      unverifiedFields: joined(first.provenance.unverifiedFields, second.provenance.unverifiedFields),
      publicDocument: first.provenance.publicDocument ?? second.provenance.publicDocument,
    },
  };
}

function joinedText(a: string | null, b: string | null): string | null {
  return a !== null && b !== null && a !== b ? `${a}; ${b}` : (a ?? b);
}
