import type { Check, Verdict } from './check.ts';
import type { Report } from './run.ts';
import { findingLines } from './text-report.ts';

/** The reports in the format that build servers read: a suite for each subgraph, a case for each check. */
export function junitReport(reports: readonly Report[], checks: readonly Check[]): string {
  const suites = reports.map((report) => {
    const { subgraph, place, verdicts } = report;
    const failures = verdicts.filter((it) => it.findings.length > 0).length;
    const untried = verdicts.filter(isUntried).length;
    return [
      `  <testsuite${attributes({
        name: `contract of ${subgraph}`,
        hostname: place,
        tests: verdicts.length,
        failures,
        errors: 0,
        skipped: untried,
        time: seconds(verdicts.reduce((sum, it) => sum + it.milliseconds, 0)),
      })}>`,
      ...verdicts.flatMap((it) => caseLines(subgraph, it, checks)),
      '  </testsuite>',
    ].join('\n');
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...suites, '</testsuites>', ''].join(
    '\n',
  );
}

function caseLines(subgraph: string, verdict: Verdict, checks: readonly Check[]): string[] {
  const { check, findings, skipped, notes, milliseconds, tried } = verdict;
  const says = checks.find((it) => it.name === check)?.says ?? '';
  const head = `    <testcase${attributes({ classname: `contract.${subgraph}`, name: check, time: seconds(milliseconds) })}>`;
  const out = [says, `${tried} cases`, ...notes, ...skipped.map((it) => `not tried: ${it}`)];
  return [
    head,
    ...findings.map(
      (it) =>
        `      <failure${attributes({ type: check, message: `${it.at}: expected ${it.expected}, got ${it.came}` })}>${escaped(findingLines(it).join('\n'))}</failure>`,
    ),
    ...(isUntried(verdict) ? [`      <skipped${attributes({ message: skipped.join('; ') })}/>`] : []),
    `      <system-out>${escaped(out.join('\n'))}</system-out>`,
    '    </testcase>',
  ];
}

function isUntried({ findings, tried, skipped }: Verdict): boolean {
  return findings.length === 0 && tried === 0 && skipped.length > 0;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** Text for XML 1.0, which has no place for most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, (it) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[it] as string)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '�');
}
