import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import type { Composition } from '../../schema/compose.ts';
import { ALL_CHECKS } from './checks/all.ts';
import { readContract, subgraphNames } from './harness/contract.ts';
import { SubgraphsInProcess } from './harness/in-process.ts';
import { runChecks, type Report } from './harness/run.ts';
import type { Subject } from './harness/subject.ts';
import { standalone } from './standalone.ts';
import { STORES } from './stores.ts';

const ROOT = projectRoot();
const NAMES = subgraphNames(ROOT);
const composed = new Map<string, Composition>();
const PLACES = ['in process', 'over HTTP'] as const;
/** Checks that measure time have a test of their own, which runs when nothing else does. */
const CHECKS = {
  'in process': ALL_CHECKS.filter((it) => it.name !== 'lists.latency'),
  'over HTTP': ALL_CHECKS.filter((it) => it.name !== 'lists.latency' && it.name !== 'entities.batch'),
};

describe.each(STORES)('over $name', ({ open }) => {
  let store: Awaited<ReturnType<typeof open>>;
  let own: SubgraphsInProcess;
  beforeAll(async () => {
    store = await open();
    own = new SubgraphsInProcess(store);
  });
  afterAll(async () => {
    await own[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
  });

  describe.each(PLACES)('%s', (place) => {
    describe.each(NAMES)('the contract of %s', (name) => {
      let subject: Subject | undefined;
      let report: Report;
      beforeAll(async () => {
        subject = place === 'in process' ? undefined : await standalone(name, store);
        report = await runChecks(CHECKS[place], {
          contract: readContract(ROOT, name),
          subject: subject ?? (await own.get(name)),
          neighbours: () => own.besides(name),
          composed,
        });
      });
      afterAll(() => subject?.close());

      it.each(CHECKS[place])('keeps $name', ({ name: check }) => {
        expect(report.verdicts.find((it) => it.check === check)?.findings).toEqual([]);
      });

      it('was tried as a whole', () => {
        const skipped = report.verdicts.flatMap((it) => it.skipped);
        expect(skipped).toEqual(
          place === 'in process' ? [] : ['over HTTP reads of the store cannot be counted'],
        );
        expect(report.verdicts.reduce((sum, it) => sum + it.tried, 0)).toBeGreaterThan(1_000);
      });
    });
  });
});
