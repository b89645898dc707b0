import { afterAll, expect, describe, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import type { Composition } from '../../schema/compose.ts';
import { ALL_CHECKS } from './checks/all.ts';
import { readContract, subgraphNames } from './harness/contract.ts';
import { definitionOf, subjectInProcess, SubgraphsInProcess } from './harness/in-process.ts';
import { runChecks } from './harness/run.ts';
import { ALL_MUTANTS } from './mutations/all.ts';
import { mutated } from './mutations/inject.ts';
import type { Mutant } from './mutations/mutant.ts';

const ROOT = projectRoot();
const CONTRACTS = new Map(subgraphNames(ROOT).map((it) => [it, readContract(ROOT, it)]));
const composed = new Map<string, Composition>();
const own = new SubgraphsInProcess();
afterAll(() => own[Symbol.asyncDispose]());

/** What the check finds that has to find a mutant. */
async function findingsOf(mutant: Mutant) {
  const agreed = CONTRACTS.get(mutant.subgraph);
  if (!agreed) throw new Error(`There is no subgraph ${mutant.subgraph}.`);
  const checks = ALL_CHECKS.filter((it) => it.name === mutant.check);
  const subject = mutant.definition
    ? await subjectInProcess(mutant.definition(definitionOf(mutant.subgraph)))
    : await own.get(mutant.subgraph);
  try {
    const report = await runChecks(checks, {
      contract: mutant.contract?.(agreed) ?? agreed,
      subject: mutated(subject, mutant, agreed.sdl),
      neighbours: () => own.besides(mutant.subgraph),
      composed,
    });
    return report.verdicts.flatMap((it) => it.findings);
  } finally {
    if (mutant.definition) await subject.close();
  }
}

describe('a contract that is broken', () => {
  it('is broken in thirty ways at least, each another', () => {
    expect(new Set(ALL_MUTANTS.map((it) => it.what)).size).toBe(ALL_MUTANTS.length);
    expect(ALL_MUTANTS.length).toBeGreaterThanOrEqual(30);
    // Every check finds something.
    expect(new Set(ALL_MUTANTS.map((it) => it.check))).toEqual(new Set(ALL_CHECKS.map((it) => it.name)));
  });

  it.each(ALL_MUTANTS)('is found by $check of $subgraph: $what', async (mutant) => {
    const findings = await findingsOf(mutant);
    expect(findings.map((it) => it.at)).toContainEqual(expect.stringContaining(mutant.at));
    for (const { expected, came, todo } of findings) {
      for (const text of [expected, came, todo]) expect(text).not.toBe('');
    }
  });
});
