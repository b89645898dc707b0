import { OUTCOMES, type Finding, type Outcome, type Unlock } from './decision.ts';

/** What findings amount to: the worst of them decides, and failures and reviews count for the nearest miss. */
export interface Verdict {
  /** Position in `OUTCOMES`: 0 is ELIGIBLE. */
  readonly rank: number;
  readonly failures: number;
  readonly reviews: number;
}

export const NO_FINDINGS: Verdict = Object.freeze({ rank: 0, failures: 0, reviews: 0 });

const RANK: Readonly<Record<Outcome, number>> = Object.freeze(
  Object.fromEntries(OUTCOMES.map((outcome, rank) => [outcome, rank])) as Record<Outcome, number>,
);

/**
 * The verdict on findings. The outcomes are tried from the worst: a failure that nothing removes, then a
 * fact that could not be read, then a failure that can be unlocked, then a review. So the verdict on a way
 * is the worst of its findings, in whatever order they come.
 */
export function verdictOn(findings: readonly Finding[]): Verdict {
  let verdict = NO_FINDINGS;
  for (const finding of findings) {
    verdict = worse(verdict, {
      rank: RANK[outcomeOfFinding(finding)],
      failures: finding.status === 'FAIL' ? 1 : 0,
      reviews: finding.status === 'REVIEW' ? 1 : 0,
    });
  }
  return verdict;
}

/** The verdict on two sets of findings together. */
export function worse(a: Verdict, b: Verdict): Verdict {
  return {
    rank: Math.max(a.rank, b.rank),
    failures: a.failures + b.failures,
    reviews: a.reviews + b.reviews,
  };
}

export function outcomeOf(verdict: Verdict): Outcome {
  return OUTCOMES[verdict.rank] as Outcome;
}

/** Better first: by outcome, then by what is missing. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return a.rank - b.rank || compareMissing(a, b);
}

/** Nearer first: by the number of failures, then by the number of things to be confirmed. */
export function compareMissing(a: Verdict, b: Verdict): number {
  return a.failures - b.failures || a.reviews - b.reviews;
}

/**
 * What would have to happen for a way to fail no more, each thing once. Empty where something fails that
 * nothing removes: then no unlock would help.
 */
export function unlocksOf(outcome: Outcome, findings: readonly Finding[]): readonly Unlock[] {
  if (outcome === 'INELIGIBLE') return [];
  const unlocks = new Map<string, Unlock>();
  for (const { unlocks: offered } of findings) {
    for (const unlock of offered) {
      const key = `${unlock.kind}\n${unlock.subject}\n${unlock.responsible}\n${unlock.message}`;
      if (!unlocks.has(key)) unlocks.set(key, unlock);
    }
  }
  return [...unlocks.values()];
}

function outcomeOfFinding(finding: Finding): Outcome {
  switch (finding.status) {
    case 'PASS':
      return 'ELIGIBLE';
    case 'REVIEW':
      return 'NEEDS_REVIEW';
    case 'UNKNOWN':
      return 'UNDETERMINED';
    case 'FAIL':
      return finding.unlocks.length > 0 ? 'UNLOCKABLE' : 'INELIGIBLE';
  }
}
