import type { Run, Step } from './run.ts';

/** A step and the places of those that must be done before it starts. */
export interface GraphStep {
  readonly step: Step;
  readonly after: readonly number[];
}

/** Runs each step as soon as those before it are done. Steps stand after all that they wait for. */
export function graph(steps: readonly GraphStep[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only.step;
  return {
    run(run: Run) {
      const started: (Promise<void> | undefined)[] = [];
      for (const { step, after } of steps) {
        const pending = after.flatMap((it) => started[it] ?? []);
        const [first] = pending;
        if (!first) started.push(step.run(run));
        else started.push((pending.length === 1 ? first : Promise.all(pending)).then(() => step.run(run)));
      }
      const pending = started.filter((it) => it !== undefined);
      if (pending.length < 2) return pending[0];
      return Promise.all(pending).then(() => undefined);
    },
    describe: () =>
      steps.flatMap(({ step, after }, index) => {
        const [head = '', ...rest] = step.describe();
        const waits = after.length > 0 ? ` (after ${after.map((it) => it + 1).join(', ')})` : '';
        return [`${index + 1}.${waits} ${head}`, ...rest];
      }),
  };
}
