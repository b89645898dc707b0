import { unauthenticated } from '../../../platform/errors.ts';
import { isPartnerViewer } from '../../../platform/identity/viewer.ts';
import type { Ask } from '../eligibility/ask.ts';
import type { Context as Evaluation } from '../eligibility/context.ts';
import type { Decision } from '../eligibility/decision.ts';
import { decideProfile, prepare } from '../eligibility/decide.ts';
import type { ContractFacts, DeviceFacts, Facts, LevelFacts } from '../eligibility/facts.ts';
import type { RequirementProfile } from '../eligibility/profile.ts';
import { dataVersionOf } from '../statements/data-version.ts';
import { STATEMENT_TYPE, statementOf } from '../statements/statement.ts';
import { askOf } from './ask.ts';
import type { CatalogueContext } from './context.ts';
import { factsOf } from './facts-sdl.ts';
import type { Ask as AskInput } from './types/inputs.ts';

/** One ask of one viewer over the facts that came with it. */
export interface Question {
  readonly ask: Ask;
  /** The decision on a profile; null where it may not be shown. */
  decide(profile: RequirementProfile): Decision | null;
  /** A decision of it as a signed statement; null where nothing is signed. */
  state(profile: RequirementProfile, offering: string, decision: Decision): Promise<string | null>;
}

/**
 * Prepares a question.
 * @param facts the viewer as the gateway brought it, with the facts of the other subgraphs
 * @throws UNAUTHENTICATED for the anonymous, BAD_USER_INPUT for an ask that cannot be meant
 */
export function questionOf(
  input: AskInput,
  facts: Record<string, unknown>,
  { viewer, now, attestor }: CatalogueContext,
): Question {
  if (!isPartnerViewer(viewer)) throw unauthenticated('A decision');
  const known: Facts = {
    level: factsOf<LevelFacts>(facts, 'levelFacts'),
    contract: factsOf<ContractFacts>(facts, 'contractFacts'),
    device: factsOf<DeviceFacts>(facts, 'deviceFacts'),
  };
  const ask = askOf(input, viewer.partner, known, now);
  const evaluation: Evaluation = prepare(known, ask, viewer, '');
  return {
    ask,
    decide(profile) {
      const decision = decideProfile(evaluation, profile);
      return decision && { ...decision, dataVersion: dataVersionOf(profile.id, known) };
    },
    async state(profile, offering, decision) {
      if (!attestor) return null;
      const statement = statementOf({ offering, asker: viewer, ask, profile, facts: known, decision, now });
      return statement && attestor.sign(STATEMENT_TYPE, statement);
    },
  };
}
