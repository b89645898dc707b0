import type { Run, Step } from './run.ts';
import { indented } from './sequence.ts';

/** Steps side by side; done when the last of them is. */
export function parallel(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return {
    run(run: Run) {
      const pending: Promise<void>[] = [];
      for (const step of steps) {
        const promise = step.run(run);
        if (promise) pending.push(promise);
      }
      if (pending.length < 2) return pending[0];
      return Promise.all(pending).then(() => undefined);
    },
    describe: () => ['parallel', ...indented(steps)],
  };
}
