import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { batch } from './checks/entities/batch.ts';
import { latency } from './checks/lists/reads.ts';
import type { Check, Finding } from './harness/check.ts';
import { readContract, subgraphNames } from './harness/contract.ts';
import { SubgraphsInProcess } from './harness/in-process.ts';
import { runChecks } from './harness/run.ts';
import type { Subject } from './harness/subject.ts';
import { standalone } from './standalone.ts';

const ROOT = projectRoot();
const own = new SubgraphsInProcess();
afterAll(() => own[Symbol.asyncDispose]());

async function findings(check: Check, subject: Subject): Promise<Finding[]> {
  const { name } = subject;
  const { verdicts } = await runChecks([check], {
    contract: readContract(ROOT, name),
    subject,
    neighbours: () => own.besides(name),
  });
  return verdicts.flatMap((it) => it.findings);
}

describe.each(subgraphNames(ROOT))('the time that %s takes', (name) => {
  it('for a page, beside that for a row, is as promised', async () => {
    expect(await findings(latency, await own.get(name))).toEqual([]);
  });

  it('over HTTP for many representations, beside that for a few, is as promised', async () => {
    const subject = await standalone(name);
    try {
      expect(await findings(batch, subject)).toEqual([]);
    } finally {
      await subject.close();
    }
  });
});
