import type { ContractContext } from './context.ts';

/** Something of the contract that is not kept. */
export interface Finding {
  /** What it concerns: a coordinate of the schema, an operation of a consumer, a list. */
  readonly at: string;
  readonly expected: string;
  readonly came: string;
  /** What to do about it. */
  readonly todo: string;
}

/** One part of the contract. Its name is stable: reports, records and tables go by it. */
export interface Check {
  /** Such as `entities.order`. */
  readonly name: string;
  /** What holds where it is kept, in one sentence. */
  readonly says: string;
  run(context: ContractContext, trial: Trial): Promise<void>;
}

/** What came of a check. */
export interface Verdict {
  readonly check: string;
  readonly findings: readonly Finding[];
  /** Parts that could not be tried, and why. */
  readonly skipped: readonly string[];
  /** What is worth knowing. */
  readonly notes: readonly string[];
  /** How many cases were tried. */
  readonly tried: number;
  readonly milliseconds: number;
}

/** Collects what a check finds while it runs. */
export class Trial {
  readonly findings: Finding[] = [];
  readonly skipped: string[] = [];
  readonly notes: string[] = [];
  tried = 0;

  /** Counts a case; `finding` tells of it where it is not kept. Gives whether it is. */
  expect(kept: boolean, finding: () => Finding): boolean {
    this.tried++;
    if (!kept) this.findings.push(finding());
    return kept;
  }

  /** A case that is not kept. */
  broken(finding: Finding): void {
    this.expect(false, () => finding);
  }

  /** A case that is kept. */
  kept(): void {
    this.tried++;
  }

  /** Says what is worth knowing and breaks nothing. */
  note(what: string): void {
    this.notes.push(what);
  }

  /** Says of what could not be tried why. */
  leaveOut(what: string): void {
    this.skipped.push(what);
  }
}

/** What a check cannot go on without. Whoever wrote the contract, or runs it, can mend it. */
export class CannotCheck extends Error {
  override name = 'CannotCheck';
}

/** A value for people: JSON, cut to `most` characters. */
export function shown(value: unknown, most = 160): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
