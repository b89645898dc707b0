import type { Context } from './context.ts';
import type { Evidence, Finding, FindingStatus, GateName, Unlock } from './decision.ts';
import type { ContractFact, Facts, LevelId } from './facts.ts';
import type { Holding } from './holding.ts';
import type { RegionFact, RequirementProfile } from './profile.ts';

/** What a code means, for the table of the rules. */
export interface CodeMeaning {
  readonly status: FindingStatus;
  readonly meaning: string;
  /** The kind of unlock that a failure offers; absent where nothing removes it. */
  readonly unlock?: Unlock['kind'];
}

export type Codes = Readonly<Record<string, CodeMeaning>>;

/** A group of facts that a gate reads, and when it does. */
export interface Reading {
  readonly facts: keyof Facts;
  /** `always`, or the case in which the gate reads them. */
  readonly when: string;
}

interface GateMeta<C extends Codes> {
  readonly name: GateName;
  /** The law in one sentence. */
  readonly law: string;
  readonly reads: readonly Reading[];
  /** Every code that the gate may emit. */
  readonly codes: C;
}

/**
 * Makes a finding of the gate. The code fixes the status, so the two cannot disagree, and a code that the
 * gate does not declare is a type error.
 */
export type Report<C extends Codes> = (
  code: keyof C & string,
  message: string,
  rest?: { readonly evidence?: readonly Evidence[]; readonly unlocks?: readonly Unlock[] },
) => Finding;

/** A gate that looks at the offering alone: its findings are those of every way. */
export interface OfferingGate extends GateMeta<Codes> {
  readonly part: 'OFFERING';
  readonly findings: (context: Context, profile: RequirementProfile) => readonly Finding[];
}

/** A gate that looks at the authorisation of a way, and at the level held under it. */
export interface HoldingGate extends GateMeta<Codes> {
  readonly part: 'HOLDING';
  readonly findings: (context: Context, profile: RequirementProfile, holding: Holding) => readonly Finding[];
}

/** A gate that looks at the regions of a way. */
export interface RegionsGate extends GateMeta<Codes> {
  readonly part: 'REGIONS';
  readonly findings: (
    context: Context,
    profile: RequirementProfile,
    regions: readonly RegionFact[],
  ) => readonly Finding[];
}

/**
 * A gate that looks at the contract of a way, and at the level held. Of the offering it sees the provider
 * alone, so that a contract is judged once for all offerings of a provider.
 */
export interface ContractGate extends GateMeta<Codes> {
  readonly part: 'CONTRACT';
  readonly findings: (
    context: Context,
    provider: string,
    contract: ContractFact | null,
    level: LevelId,
  ) => readonly Finding[];
}

/**
 * A gate. `part` says what of a way it looks at, so that each part is judged once and not once for every
 * combination of parts.
 */
export type Gate = OfferingGate | HoldingGate | RegionsGate | ContractGate;

/** The rule of a gate as its file writes it: the gate, with the reporter of its own codes put first. */
type Rule<G extends Gate, C extends Codes> = GateMeta<C> & {
  readonly part: G['part'];
  readonly findings: (report: Report<C>, ...input: Parameters<G['findings']>) => readonly Finding[];
};

export const offeringGate = <const C extends Codes>(rule: Rule<OfferingGate, C>): OfferingGate =>
  Object.freeze({ ...rule, findings: rule.findings.bind(null, reporter(rule.name, rule.codes)) });

export const holdingGate = <const C extends Codes>(rule: Rule<HoldingGate, C>): HoldingGate =>
  Object.freeze({ ...rule, findings: rule.findings.bind(null, reporter(rule.name, rule.codes)) });

export const regionsGate = <const C extends Codes>(rule: Rule<RegionsGate, C>): RegionsGate =>
  Object.freeze({ ...rule, findings: rule.findings.bind(null, reporter(rule.name, rule.codes)) });

export const contractGate = <const C extends Codes>(rule: Rule<ContractGate, C>): ContractGate =>
  Object.freeze({ ...rule, findings: rule.findings.bind(null, reporter(rule.name, rule.codes)) });

const NONE: readonly never[] = Object.freeze([]);

function reporter<C extends Codes>(gate: GateName, codes: C): Report<C> {
  return (code, message, rest) => ({
    gate,
    status: (codes[code] as CodeMeaning).status,
    code,
    message,
    evidence: rest?.evidence ?? NONE,
    unlocks: rest?.unlocks ?? NONE,
  });
}
