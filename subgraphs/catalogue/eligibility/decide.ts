import type { Ask, Asker } from './ask.ts';
import { contextOf, type Context } from './context.ts';
import type { Decision, Finding, WayDecision } from './decision.ts';
import type { Facts } from './facts.ts';
import type { Gate } from './gate.ts';
import { DISCLOSURE, GATES } from './gates.ts';
import { outcomeOf, unlocksOf } from './outcome.ts';
import type { RequirementProfile } from './profile.ts';
import { combinations, waysOf, type Combination, type Ways } from './ways.ts';

/**
 * Indexes the facts for one question, to decide many profiles against it with `decideProfile`.
 *
 * @param dataVersion digest of the disclosed facts that the decisions are made from
 * @param gates for tests; a permutation of `GATES` explains in another order and decides the same
 */
export function prepare(
  facts: Facts,
  ask: Ask,
  asker: Asker,
  dataVersion: string,
  gates: readonly Gate[] = GATES,
): Context {
  return contextOf(facts, ask, asker, dataVersion, gates);
}

/**
 * Decides one profile: the best way to have it, why, and the other ways. Null where the profile may not be
 * shown to the asker. Pure and total: same input, same answer, and it never throws.
 */
export function decideProfile(context: Context, profile: RequirementProfile): Decision | null {
  if (!DISCLOSURE.discloses(profile.label, context.asker)) return null;
  const ways = waysOf(context, profile);
  const [best, ...others] = combinations(ways);
  return {
    ...wayDecision(context, profile, ways, best),
    decidedFor: context.ask.on,
    dataVersion: context.dataVersion,
    otherWays: others.map((other) => wayDecision(context, profile, ways, other)),
  };
}

/** `prepare` and `decideProfile` in one, for a single profile. */
export function decide(
  profile: RequirementProfile,
  facts: Facts,
  ask: Ask,
  asker: Asker,
  dataVersion: string,
): Decision | null {
  return decideProfile(prepare(facts, ask, asker, dataVersion), profile);
}

function wayDecision(
  context: Context,
  profile: RequirementProfile,
  ways: Ways,
  { holding, contract, regions, verdict }: Combination,
): WayDecision {
  const parts = {
    OFFERING: ways.common.findings,
    HOLDING: holding.findings,
    REGIONS: regions.findings,
    CONTRACT: contract.findings,
  };
  const findings: Finding[] = [];
  for (const { name, part } of context.gates) findings.push(...(parts[part].get(name) ?? []));
  const outcome = outcomeOf(verdict);
  return {
    outcome,
    way: {
      level: holding.choice.level,
      authorisation: holding.choice.authorisation?.id ?? null,
      contract: contract.choice?.id ?? null,
      regions: regions.choice.map(({ id }) => id),
      deviceModel: profile.deviceModel,
    },
    findings,
    unlocks: unlocksOf(outcome, findings),
  };
}
