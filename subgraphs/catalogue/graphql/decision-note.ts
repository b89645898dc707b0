import type { AuditNote } from '../../../platform/subgraph/audit-notes.ts';
import type { Ask } from '../eligibility/ask.ts';
import type { Decision, Outcome } from '../eligibility/decision.ts';

/** What the gateway records of the decisions on one ask that an answer gives. */
export interface DecisionNote extends AuditNote {
  readonly kind: 'decision';
  /** What was asked, without what was not. */
  readonly ask: Partial<Ask>;
  /** How many offerings of a list have each outcome; for a list alone. */
  readonly outcomes?: readonly { readonly outcome: Outcome; readonly count: number }[];
  /** The offerings that the answer shows, each with its decision. */
  decided: readonly Decided[];
}

/** Offerings of which the same was decided from the same facts. */
interface Decided {
  readonly outcome: Outcome;
  /** Of the facts that it was decided from, as `Decision.dataVersion` gives it. */
  readonly dataVersion: string;
  readonly offerings: string[];
}

/** The note of an ask and of the decisions on it that are shown. */
export function decisionNote(
  ask: Ask,
  decided: readonly Decided[],
  list: Pick<DecisionNote, 'outcomes'> = {},
): DecisionNote {
  const asked = Object.fromEntries(Object.entries(ask).filter(([, value]) => value !== null));
  return { kind: 'decision', ask: asked, ...list, decided };
}

/** Offerings with their decisions, in as few words as tell them apart. */
export function decidedOn(decisions: Iterable<readonly [offering: string, decision: Decision]>): Decided[] {
  const decided = new Map<string, Decided>();
  for (const [offering, { outcome, dataVersion }] of decisions) {
    const key = `${outcome} ${dataVersion}`;
    const same = decided.get(key);
    if (same) same.offerings.push(offering);
    else decided.set(key, { outcome, dataVersion, offerings: [offering] });
  }
  return [...decided.values()];
}
