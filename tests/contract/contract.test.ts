import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import type { Composition } from '../../schema/compose.ts';
import { ALL_CHECKS } from './checks/all.ts';
import { readContract, subgraphNames } from './harness/contract.ts';
import { SubgraphsInProcess } from './harness/in-process.ts';
import { runChecks, type Report } from './harness/run.ts';
import type { Subject } from './harness/subject.ts';
import { standalone } from './standalone.ts';
import { dialect } from '../support/stores/place.ts';

const ROOT = projectRoot();
const NAMES = subgraphNames(ROOT);
const composed = new Map<string, Composition>();
/** Over PostgreSQL as it is deployed there. */
const PLACES = dialect() === 'postgres' ? (['over HTTP'] as const) : (['in process', 'over HTTP'] as const);
/** Checks that measure time have a test of their own, which runs when nothing else does. */
const CHECKS = {
  'in process': ALL_CHECKS.filter((it) => it.name !== 'lists.latency'),
  'over HTTP': ALL_CHECKS.filter((it) => it.name !== 'lists.latency' && it.name !== 'entities.batch'),
};

describe(`over ${dialect()}`, () => {
  const own = new SubgraphsInProcess();
  afterAll(() => own[Symbol.asyncDispose]());

  describe.each(PLACES)('%s', (place) => {
    describe.each(NAMES)('the contract of %s', (name) => {
      let subject: Subject | undefined;
      let report: Report;
      beforeAll(async () => {
        subject = place === 'in process' ? undefined : await standalone(name);
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
