import type { Check } from '../../harness/check.ts';
import { medianMilliseconds } from '../../harness/timing.ts';
import { eachList } from './each.ts';

/** The rows of the page that is compared with one of a single row. */
const ROWS = 50;
/** How many reads more than for one row there may be for a page. */
const MORE_READS = 3;

/** A page costs what a page costs, not what its rows cost one by one. */
export const reads: Check = {
  name: 'lists.reads',
  says: `A page of ${ROWS} rows takes at most ${MORE_READS} reads of the store more than one of a single row.`,
  async run(context, trial) {
    const { reads: count } = context.subject;
    if (!count) {
      trial.leaveOut('over HTTP reads of the store cannot be counted');
      return;
    }
    await eachList(context, trial, async (list) => {
      const counted = async (first: number): Promise<number> => {
        const before = count();
        await list.page({ first });
        return count() - before;
      };
      const [one, many] = [await counted(1), await counted(ROWS)];
      trial.expect(many <= one + MORE_READS, () => ({
        at: list.promise.name,
        expected: `at most ${one + MORE_READS} reads for ${ROWS} rows, as ${one} for one`,
        came: `${many}`,
        todo: 'Read what the rows of a page need together (DataLoader, or your language’s like).',
      }));
    });
  },
};

/** How long a page takes, as a ratio, which holds on a fast machine and on a slow one. */
export const latency: Check = {
  name: 'lists.latency',
  says: `A page of ${ROWS} rows takes at most so many times what one of a single row takes as the promises say (30 where they say nothing).`,
  async run(context, trial) {
    await eachList(context, trial, async (list) => {
      const { name, ratio } = list.promise;
      const one = await medianMilliseconds(() => list.page({ first: 1 }));
      const many = await medianMilliseconds(() => list.page({ first: ROWS }));
      trial.note(`${name}: ${ROWS} rows in ${(many / one).toFixed(1)} times one row (${one.toFixed(1)} ms)`);
      trial.expect(many <= one * ratio, () => ({
        at: name,
        expected: `${ROWS} rows in at most ${ratio} times the time of one (${one.toFixed(1)} ms)`,
        came: `${many.toFixed(1)} ms, ${(many / one).toFixed(0)} times`,
        todo: 'Find what is done for each row by itself, or promise another ratio.',
      }));
    });
  },
};
