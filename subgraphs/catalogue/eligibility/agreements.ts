import type { Context, LevelContext } from './context.ts';
import type { AgreementFact, AgreementStatus, PartnerCode } from './facts.ts';
import { standing, type Holds } from './standing.ts';

export type AgreementVerdict =
  | 'IN_FORCE'
  | 'LIMITED_SCOPE'
  | 'ORGANISATION_SCOPE'
  | 'LEVELS_NOT_PUBLISHED'
  | 'FORCE_NOT_CONFIRMED'
  | 'AGREEMENT_UNVERIFIED'
  | 'PARTY_UNCERTAIN'
  | 'NOT_YET_IN_FORCE'
  | 'NO_LONGER_IN_FORCE';

/** An agreement that bears on the level asked, and how it stands on the day. */
export interface BearingAgreement {
  readonly agreement: AgreementFact;
  readonly verdict: AgreementVerdict;
}

/** Best first: in force, then those that need confirmation, then those that are not in force. */
const ORDER: readonly AgreementVerdict[] = [
  'IN_FORCE',
  'LIMITED_SCOPE',
  'ORGANISATION_SCOPE',
  'LEVELS_NOT_PUBLISHED',
  'FORCE_NOT_CONFIRMED',
  'AGREEMENT_UNVERIFIED',
  'PARTY_UNCERTAIN',
  'NOT_YET_IN_FORCE',
  'NO_LONGER_IN_FORCE',
];

const NEVER_COUNT: readonly AgreementStatus[] = [
  'SUPERSEDED',
  'NOT_LEGALLY_BINDING',
  'NOT_A_SECURITY_AGREEMENT',
];
const PENDING: readonly AgreementStatus[] = ['SIGNED', 'RATIFICATION_PENDING', 'LAID_BEFORE_PARLIAMENT'];

/**
 * The agreement that bears best on the level asked between the partner and the operator's country; null
 * where none is published. National information needs an agreement to which both are parties, an
 * organisation's information one of that organisation which the operator's country joined.
 */
export function bestAgreement(
  context: Context,
  level: LevelContext,
  operator: PartnerCode,
): BearingAgreement | null {
  return context.memo.once('agreement', operator, () => {
    let best: BearingAgreement | null = null;
    for (const agreement of level.facts.agreements) {
      if (NEVER_COUNT.includes(agreement.status)) continue;
      if (agreement.coverage === 'LISTED' && !agreement.levels.includes(context.ask.level)) continue;
      const link = linkOf(context, level, agreement, operator);
      if (link === null) continue;
      const verdict = verdictOf(context, level, agreement, link);
      const order = best ? ORDER.indexOf(verdict) - ORDER.indexOf(best.verdict) : -1;
      if (order < 0 || (order === 0 && best && agreement.id < best.agreement.id))
        best = { agreement, verdict };
    }
    return best;
  });
}

type Link = 'DIRECT' | 'BY_MEMBERSHIP' | 'UNCERTAIN';

/** How the agreement links the two; null where it does not. */
function linkOf(
  context: Context,
  level: LevelContext,
  agreement: AgreementFact,
  operator: PartnerCode,
): Link | null {
  const { partner } = context.asker;
  const holder = level.index.schemeOf(context.ask.level)?.holder ?? partner;
  const theirs = joined(level, agreement, operator);
  if (theirs === null) return null;
  const ofOrganisation = holder !== partner || level.memberships.organisations.includes(holder);
  if (ofOrganisation) {
    const party = agreement.parties.some((one) => one.partner === holder || one.membersOf === holder);
    if (!party) return null;
    return theirs === 'UNCERTAIN' ? 'UNCERTAIN' : 'DIRECT';
  }
  const ours = joined(level, agreement, partner);
  if (ours === null) return null;
  if (ours === 'UNCERTAIN' || theirs === 'UNCERTAIN') return 'UNCERTAIN';
  return ours === 'DIRECT' && theirs === 'DIRECT' ? 'DIRECT' : 'BY_MEMBERSHIP';
}

/** How a country is a party: by name, or as a member of a group on the day asked. */
function joined(level: LevelContext, agreement: AgreementFact, country: PartnerCode): Link | null {
  let best: Link | null = null;
  for (const party of agreement.parties) {
    if (party.partner === country) return 'DIRECT';
    if (party.membersOf === null) continue;
    const member: Holds = level.memberships.belongs(country, party.membersOf);
    if (member === 'YES') best = 'BY_MEMBERSHIP';
    else if (member === 'UNCERTAIN') best ??= 'UNCERTAIN';
  }
  return best;
}

function verdictOf(
  context: Context,
  level: LevelContext,
  agreement: AgreementFact,
  link: Link,
): AgreementVerdict {
  const unverified = agreement.verification !== 'VERIFIED';
  if (PENDING.includes(agreement.status)) return unverified ? 'AGREEMENT_UNVERIFIED' : 'NOT_YET_IN_FORCE';
  const where = standing(agreement, context.ask.on, level.facts.asOf);
  if (where === 'BEFORE') return 'NOT_YET_IN_FORCE';
  if (where === 'AFTER') return 'NO_LONGER_IN_FORCE';
  if (unverified) return 'AGREEMENT_UNVERIFIED';
  if (where === 'UNCERTAIN' || agreement.status !== 'IN_FORCE') return 'FORCE_NOT_CONFIRMED';
  if (link === 'UNCERTAIN') return 'PARTY_UNCERTAIN';
  if (link === 'BY_MEMBERSHIP') return 'ORGANISATION_SCOPE';
  if (agreement.scope === 'LIMITED') return 'LIMITED_SCOPE';
  return agreement.coverage === 'NOT_PUBLISHED' ? 'LEVELS_NOT_PUBLISHED' : 'IN_FORCE';
}
