import { shown, type Check } from '../../harness/check.ts';
import { medianMilliseconds } from '../../harness/timing.ts';
import { typesOf } from '../sdl/definitions.ts';
import { askEntities, entitiesIn, knownIds, representationsOf } from './asking.ts';
import { eachEntity } from './each.ts';
import { selectionOf } from './selection.ts';

/** As many as a gateway sends in one call at most. */
const MANY = 1_000;
const FEW = 10;
/** How many reads more than for a few there may be for many. */
const MORE_READS = 10;
/** How many times longer many may take than a few, where reads cannot be counted. */
const RATIO = 60;

/** A gateway asks for all entities of a page at once. */
export const batch: Check = {
  name: 'entities.batch',
  says: `${MANY} representations are read together: by at most ${MORE_READS} reads more than ${FEW}, with everything that can be asked of them; where reads cannot be counted, within ${RATIO} times the time.`,
  async run(context, trial) {
    const types = typesOf(await context.servedSdl());
    const { subject, records } = context;
    await eachEntity(context, trial, async (promise) => {
      const ids = await knownIds(context, promise);
      const many = Array.from({ length: MANY }, (_, at) => ids[at] ?? `no-such-${at}`);
      const viewer = records.viewer(promise.viewer);
      const selection = subject.reads
        ? `... on ${promise.type} ${selectionOf(types, promise.type, viewer, 2)}`
        : '';
      const ask = async (some: readonly string[]) => {
        const answer = await askEntities(context, promise, representationsOf(promise, some), selection);
        const found = entitiesIn(answer)?.length ?? 0;
        trial.expect(found === some.length && !answer.errors, () => ({
          at: promise.type,
          expected: `${some.length} entities in one answer`,
          came: shown(answer.errors ?? `${found}`),
          todo: 'Take as many representations as a gateway sends.',
        }));
      };
      const { reads } = subject;
      if (reads) {
        const counted = async (some: readonly string[]): Promise<number> => {
          const before = reads();
          await ask(some);
          return reads() - before;
        };
        const [few, all] = [await counted(many.slice(0, FEW)), await counted(many)];
        trial.expect(all <= few + MORE_READS, () => ({
          at: promise.type,
          expected: `at most ${few + MORE_READS} reads of the store for ${MANY} representations, as ${few} for ${FEW}`,
          came: `${all}`,
          todo: 'Read what a request needs of a table together (DataLoader, or your language’s like).',
        }));
        return;
      }
      const few = await medianMilliseconds(() => ask(many.slice(0, FEW)));
      const all = await medianMilliseconds(() => ask(many));
      trial.expect(all <= few * RATIO, () => ({
        at: promise.type,
        expected: `${MANY} representations in ${RATIO} times what ${FEW} take (${few.toFixed(1)} ms)`,
        came: `${all.toFixed(1)} ms, ${(all / few).toFixed(0)} times`,
        todo: 'Read what a request needs of a table together (DataLoader, or your language’s like).',
      }));
    });
  },
};
