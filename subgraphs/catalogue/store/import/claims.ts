import { exclusiveEnd } from '../../../../platform/calendar/partial-date.ts';
import { fieldStatus, provenanceOf } from '../../../../platform/facts/provenance.ts';
import type { ClaimRecord } from '../records.ts';
import type { Names, Place } from './names.ts';
import type { PublishedClaim, PublishedPartnerAuthorisation, PublishedService } from './schemas.ts';

/** The authorisations that a service's own record claims. */
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
    from: claim.authorizationDate ?? claim.qualifiedFrom ?? null,
    until: claim.qualifiedTo === undefined ? null : exclusiveEnd(claim.qualifiedTo),
    fromVerified: true,
    untilVerified: true,
    verification: fieldStatus(provenance, 'authorizations'),
    statement: detailsOf(claim),
    note: null,
    asOf: null,
    sourceGrade: null,
    provenance,
  }));
}

function detailsOf({ authorizationType, assessor, decision }: PublishedClaim): string | null {
  const details = [
    authorizationType && `authorisation by ${authorizationType}`,
    assessor && `assessed by ${assessor}`,
    decision && `decision ${decision}`,
  ].filter(Boolean);
  return details.length > 0 ? details.join('; ') : null;
}

/**
 * An authorisation that is claimed for an environment or some of its services. Whatever its source does not
 * show (the day, the services or the regions in scope) may be what the claim hangs on, so that a claim with
 * any such field is unverified; the file asks that no answer go beyond those fields.
 */
export function claimOfPartner(published: PublishedPartnerAuthorisation): ClaimRecord {
  const provenance = provenanceOf(published);
  return {
    id: published.id,
    authorisation: published.authorisation,
    words: published.authorisation,
    level: null,
    status: published.status,
    scope: published.scope === 'service' ? 'SERVICE' : 'ENVIRONMENT',
    from: published.validFrom,
    until: published.validTo === null ? null : exclusiveEnd(published.validTo),
    fromVerified: true,
    untilVerified: true,
    verification: published.verified && published.unverifiedFields.length === 0 ? 'VERIFIED' : 'UNVERIFIED',
    statement: published.statement,
    note: published.note ?? null,
    asOf: published.asOf,
    sourceGrade: published.sourceGrade ?? null,
    provenance,
  };
}
