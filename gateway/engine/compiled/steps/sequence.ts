import type { Run, Step } from './run.ts';

/** Steps one after the other. */
export function sequence(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return {
    async run(run: Run) {
      for (const step of steps) {
        const pending = step.run(run);
        if (pending) await pending;
      }
    },
    describe: () => ['sequence', ...indented(steps)],
  };
}

/** What `steps` say of themselves, moved to the right. */
export function indented(steps: readonly Step[]): string[] {
  return steps.flatMap((it) => it.describe()).map((it) => `  ${it}`);
}
