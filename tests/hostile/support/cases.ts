import { describe, expect, it } from 'vitest';
import { factsIn, recordFile, type RecordedCase, type RecordedCases } from './records.ts';

/** States one hostile case and what must be observed of it. */
export type Hostile = (
  /** What is sent, as a person would say it. Each of a file is another. */
  what: string,
  /** The facts that must be among those observed, separated by `; `: `413 LIMIT_EXCEEDED; the heap stays flat`. */
  expected: string,
  /** Sends it, and gives the facts that it observed ({@link factsOf}). They are the same at every run: no times. */
  observe: () => Promise<string>,
  /** How long that may take, in milliseconds. */
  timeout?: number,
) => void;

type Observed = Map<string, RecordedCase | undefined>;
interface Section {
  readonly title: string;
  readonly observed: Observed;
}
/** The groups of each test file that this worker ran, by its path. */
const files = new Map<string, Section[]>();

/**
 * A group of hostile cases of one file, `tests/hostile/<family>/<file>.test.ts`. What was observed is recorded
 * beside it (`<file>.observed.json`) and told in `docs/hostile-inputs.md`: a case fails where a fact that it
 * expects was not observed, and the file fails where anything else differs from the record, until it is
 * recorded anew (`npx vitest run <file> -u`, then `npm run docs`).
 */
export function hostileCases(title: string, state: (hostile: Hostile) => void): void {
  const observed: Observed = new Map();
  const { testPath = '' } = expect.getState();
  const sections = files.get(testPath) ?? [];
  files.set(testPath, [...sections, { title, observed }]);

  const hostile: Hostile = (what, expected, observe, timeout) => {
    if (observed.has(what)) throw new Error(`The case "${what}" is stated twice.`);
    observed.set(what, undefined);
    it(
      `${what}: ${expected}`,
      async () => {
        const seen = await observe();
        const facts = factsIn(seen);
        const missing = factsIn(expected).filter((it) => !facts.some((fact) => says(fact, it)));
        expect(missing, `observed: ${seen}`).toEqual([]);
        observed.set(what, { case: what, expected, observed: seen });
      },
      timeout,
    );
  };

  describe(title, () => {
    state(hostile);
    it('are observed as recorded', async ({ skip }) => {
      const sections = files.get(testPath) ?? [];
      // The last of a file compares them all.
      if (sections.at(-1)?.observed !== observed) return;
      const record: RecordedCases[] = sections.map(({ title, observed }) => {
        const cases = [...observed.values()].filter((it) => it !== undefined);
        // Where some were left out or failed there is nothing whole to compare.
        if (cases.length < observed.size) skip();
        return { title, cases };
      });
      const file = recordFile(testPath);
      await expect(`${JSON.stringify(record, null, 2)}\n`).toMatchFileSnapshot(file);
    });
  });
}

/** Whether `fact` is what was expected, details in parentheses aside. */
function says(fact: string, expected: string): boolean {
  return fact === expected || fact.startsWith(`${expected} (`);
}
