import type { KnownOperation } from '../engine/engine.ts';

/** When a new supergraph is given up for the one before. */
export interface ProbationRule {
  /** How long a new supergraph is on probation, from the swap on, in milliseconds. */
  readonly milliseconds: number;
  /** How many operations have to fail at least. */
  readonly failures: number;
  /** Which share of the operations executed has to fail at least, from 0 to 1. */
  readonly share: number;
}

export const PROBATION: ProbationRule = { milliseconds: 60_000, failures: 3, share: 0.1 };

type Named = Pick<KnownOperation, 'documentId' | 'operationName'>;

/**
 * The first minute of a supergraph. Counted are executions of operations that the engine before had planned:
 * they worked. One fails when the new engine cannot plan it, or a subgraph answers that what it was sent is
 * not in its schema; errors of any other kind say nothing of the supergraph. It is given up as soon as at
 * least {@link ProbationRule.failures} have failed and they are at least {@link ProbationRule.share} of those
 * executed since the swap.
 */
export class Probation {
  readonly #worked: ReadonlySet<string>;
  readonly #rule: ProbationRule;
  readonly #until: number;
  #executed = 0;
  #failed = 0;

  /** @param now milliseconds, of the same clock as those of {@link Probation.fails}. */
  constructor(worked: readonly Named[], now: number, rule: ProbationRule = PROBATION) {
    this.#worked = new Set(worked.map(keyOf));
    this.#rule = rule;
    this.#until = now + rule.milliseconds;
  }

  /** Counts an execution that has ended; gives whether the supergraph is to be given up. */
  fails(operation: Named, hasFailed: boolean, now: number): boolean {
    if (now >= this.#until || !this.#worked.has(keyOf(operation))) return false;
    this.#executed++;
    if (!hasFailed) return false;
    this.#failed++;
    const { failures, share } = this.#rule;
    return this.#failed >= failures && this.#failed >= share * this.#executed;
  }

  /** What was counted, for the log. */
  get counted(): { readonly executed: number; readonly failed: number } {
    return { executed: this.#executed, failed: this.#failed };
  }
}

function keyOf({ documentId, operationName }: Named): string {
  return `${documentId}\n${operationName ?? ''}`;
}
