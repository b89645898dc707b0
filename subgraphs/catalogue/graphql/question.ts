import { createHash } from 'node:crypto';
import { unauthenticated } from '../../../platform/errors.ts';
import { isPartnerViewer } from '../../../platform/identity/viewer.ts';
import type { Ask } from '../eligibility/ask.ts';
import type { Context as Evaluation } from '../eligibility/context.ts';
import type { Decision } from '../eligibility/decision.ts';
import { decideProfile, prepare } from '../eligibility/decide.ts';
import type { ContractFacts, DeviceFacts, Facts, LevelFacts } from '../eligibility/facts.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import { askOf } from './ask.ts';
import type { CatalogueContext } from './context.ts';
import { factsOf } from './facts-sdl.ts';
import type { Ask as AskInput } from './types/inputs.ts';

/** One ask of one viewer over the facts that came with it. */
export interface Question {
  readonly ask: Ask;
  /** The decision on a profile; null where it may not be shown. */
  decide(profile: RequirementProfile): Decision | null;
}

/**
 * Prepares a question.
 * @param facts the viewer as the gateway brought it, with the facts of the other subgraphs
 * @throws UNAUTHENTICATED for the anonymous, BAD_USER_INPUT for an ask that cannot be meant
 */
export function questionOf(
  input: AskInput,
  facts: Record<string, unknown>,
  { viewer, now }: CatalogueContext,
): Question {
  if (!isPartnerViewer(viewer)) throw unauthenticated('A decision');
  const known: Facts = {
    level: factsOf<LevelFacts>(facts, 'levelFacts'),
    contract: factsOf<ContractFacts>(facts, 'contractFacts'),
    device: factsOf<DeviceFacts>(facts, 'deviceFacts'),
  };
  const ask = askOf(input, viewer.partner, known, now);
  const versions = [known.level, known.contract, known.device].map((it) => it?.dataVersion ?? null);
  const evaluation: Evaluation = prepare(known, ask, viewer, '');
  return {
    ask,
    decide(profile) {
      const decision = decideProfile(evaluation, profile);
      return decision && { ...decision, dataVersion: versionOf([profile.id, ...versions]) };
    },
  };
}

/** A digest of the facts that a decision was made from: the profile's (its id is a digest) and the partner's. */
function versionOf(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
