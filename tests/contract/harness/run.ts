import { CompositionRejected } from '../../../schema/compose.ts';
import { CannotCheck, Trial, type Check, type Verdict } from './check.ts';
import { contractContext, type Surroundings } from './context.ts';

/** What came of all checks of one subgraph. */
export interface Report {
  readonly subgraph: string;
  /** Where it is, for people. */
  readonly place: string;
  readonly verdicts: readonly Verdict[];
}

/** Told of each check as it begins and as it ends. */
export interface Progress {
  begun(check: Check, index: number, of: number): void;
  ended(verdict: Verdict): void;
}

/** Runs checks on one subgraph, one after the other. What stops a check is a finding of that check. */
export async function runChecks(
  checks: readonly Check[],
  surroundings: Surroundings,
  progress?: Progress,
): Promise<Report> {
  const context = contractContext(surroundings);
  const verdicts: Verdict[] = [];
  for (const [index, check] of checks.entries()) {
    progress?.begun(check, index, checks.length);
    const trial = new Trial();
    const start = performance.now();
    try {
      await check.run(context, trial);
    } catch (error) {
      if (!isSaid(error)) throw error;
      trial.broken({
        at: surroundings.contract.name,
        expected: 'something to check',
        came: (error as Error).message.replaceAll('\n', ' '),
        todo: 'Mend this first: the check could not go on.',
      });
    }
    const { findings, skipped, notes, tried } = trial;
    const milliseconds = performance.now() - start;
    const verdict = { check: check.name, findings, skipped, notes, tried, milliseconds };
    verdicts.push(verdict);
    progress?.ended(verdict);
  }
  return { subgraph: surroundings.contract.name, place: surroundings.subject.place, verdicts };
}

/** Whether everything of a contract is kept, as far as it was tried. */
export function isKept({ verdicts }: Report): boolean {
  return verdicts.every((it) => it.findings.length === 0);
}

function isSaid(error: unknown): boolean {
  return error instanceof CannotCheck || error instanceof CompositionRejected;
}
