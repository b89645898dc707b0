import type { Check, Finding, Verdict } from './check.ts';
import type { Progress, Report } from './run.ts';

/** Says each check in a line as it ends, and what it found below it. */
export function textProgress(say: (line: string) => void): Progress {
  let place = '';
  return {
    begun: (_check, index, of) => (place = `${String(index + 1).padStart(2)}/${of}`),
    ended(verdict) {
      const [first, ...rest] = linesOf(verdict);
      say(`${place} ${first}`);
      for (const line of rest) say(`      ${line}`);
    },
  };
}

/** The last lines of a run: what holds and what does not. */
export function summary(reports: readonly Report[], checks: readonly Check[]): string[] {
  return reports.flatMap((report) => {
    const broken = report.verdicts.filter((it) => it.findings.length > 0);
    const tried = report.verdicts.reduce((sum, it) => sum + it.tried, 0);
    const skipped = report.verdicts.reduce((sum, it) => sum + it.skipped.length, 0);
    const untried = skipped > 0 ? `, ${skipped} not tried` : '';
    const head = `${report.subgraph} (${report.place}): ${checks.length - broken.length} of ${checks.length} checks kept, ${tried} cases${untried}`;
    return [head, ...broken.map((it) => `  broken: ${it.check} (${it.findings.length})`)];
  });
}

/** A finding as one paragraph of three lines. */
export function findingLines({ at, expected, came, todo }: Finding): string[] {
  return [`  ${at}`, `    expected ${expected}`, `    got      ${came}`, `    do       ${todo}`];
}

const MOST_FINDINGS = 20;

function linesOf(verdict: Verdict): string[] {
  const { findings, skipped, notes } = verdict;
  const more = findings.length - MOST_FINDINGS;
  return [
    verdictLine(verdict),
    ...findings.slice(0, MOST_FINDINGS).flatMap(findingLines),
    ...(more > 0 ? [`  and ${more} more (the JUnit file has them all)`] : []),
    ...notes.map((it) => `  ${it}`),
    ...skipped.map((it) => `  not tried: ${it}`),
  ];
}

function verdictLine({ check, findings, skipped, tried, milliseconds }: Verdict): string {
  const word =
    findings.length > 0 ? 'BROKEN' : tried > 0 ? 'kept' : skipped.length > 0 ? 'not tried' : 'nothing';
  return `${word.padEnd(9)} ${check.padEnd(22)} ${String(tried).padStart(5)} cases ${milliseconds.toFixed(0).padStart(6)} ms`;
}
