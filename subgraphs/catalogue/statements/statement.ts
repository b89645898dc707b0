import { isOpenMarking } from '../../../platform/disclosure/discloses.ts';
import type { Ask, Asker } from '../eligibility/ask.ts';
import { decide } from '../eligibility/decide.ts';
import type { Decision } from '../eligibility/decision.ts';
import type { Facts } from '../eligibility/facts.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import { relevantFacts } from '../eligibility/relevant.ts';
import { dataVersionOf } from './data-version.ts';

/** What the signature of a statement is of. */
export const STATEMENT_TYPE = 'eligibility-statement+jws';
export const ISSUER = 'partner-cloud-catalogue/catalogue';

/** A decision with all that it was made from, so that anybody can make it again. */
export interface Statement {
  readonly iss: typeof ISSUER;
  /** When it was made, in seconds since 1970. */
  readonly iat: number;
  readonly offering: string;
  readonly asker: Asker;
  readonly ask: Ask;
  readonly decision: StatedDecision;
  /** What the decision reads of the offering. */
  readonly profile: RequirementProfile;
  /** What it reads of the partner; facts that do not bear on it are left out. */
  readonly facts: Facts;
}

/** The decision without the ways that are not the best. */
export type StatedDecision = Omit<Decision, 'otherWays'>;

/** A decision that is to be stated. */
export interface Decided extends Pick<Statement, 'offering' | 'asker' | 'ask' | 'profile' | 'facts'> {
  readonly decision: Decision;
  readonly now: Date;
}

/**
 * States a decision. Nothing is in it but what its asker may know, and may pass on by what the statement itself says:
 * facts that came for the asker, and of the label of the offering whether it is released to the asker's partner.
 * Null where contracts or a device have labels of their own, of which a statement says nothing.
 */
export function statementOf({
  offering,
  asker,
  ask,
  profile,
  facts,
  decision,
  now,
}: Decided): Statement | null {
  const relevant = relevantFacts(facts, ask, asker, profile);
  const labelled = [...(relevant.contract?.contracts ?? []), ...(relevant.device?.models ?? [])];
  if (!labelled.every(({ isOpen }) => isOpen)) return null;
  const shown = { ...profile, label: labelFor(profile, asker) };
  const { otherWays: _notStated, ...stated } = decision;
  return {
    iss: ISSUER,
    iat: Math.floor(now.valueOf() / 1000),
    offering,
    asker: statedAsker(asker, profile),
    ask,
    decision: stated,
    profile: shown,
    facts: relevant,
  };
}

/** Makes the decision of a statement again, from what is in it; null where nothing may be shown to the asker. */
export function decidedAgain({ profile, facts, ask, asker }: Statement): StatedDecision | null {
  const decision = decide(profile, facts, ask, asker, dataVersionOf(profile.id, facts));
  if (!decision) return null;
  const { otherWays: _notStated, ...stated } = decision;
  return stated;
}

/** Of what the asker may see, no more than this offering takes. */
function statedAsker(
  { partner, tags, clearance, compartments }: Asker,
  { label }: RequirementProfile,
): Asker {
  return {
    partner,
    tags,
    clearance: isOpenMarking(label.marking) ? null : clearance,
    compartments: compartments.filter((it) => label.compartments.includes(it)),
  };
}

/** To which other partners the offering is released is not the asker's to know. */
function labelFor({ label }: RequirementProfile, { partner }: Asker): RequirementProfile['label'] {
  return { ...label, releasableTo: label.releasableTo && [partner] };
}
