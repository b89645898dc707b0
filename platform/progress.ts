/** How often a line is written, in milliseconds. */
const EVERY = 2_000;

/** Tells a person, on standard error, how far long work has come. Short work tells nothing. */
export class Progress {
  readonly #what: string;
  readonly #total: number;
  #done = 0;
  #due = performance.now() + EVERY;

  /** @param what is done, with the plural of what it is done to: `verified records of gateway`. */
  constructor(what: string, total: number) {
    this.#what = what;
    this.#total = total;
  }

  /** One more is done. */
  step(): void {
    this.#done++;
    // Asking for the time each time would take longer than the work.
    if (this.#done % 1_000 !== 0 || performance.now() < this.#due) return;
    this.#due = performance.now() + EVERY;
    const percent = Math.floor((100 * this.#done) / this.#total);
    process.stderr.write(`${this.#what}: ${counted(this.#done)} of ${counted(this.#total)} (${percent} %)\n`);
  }
}

/** A number as people read it. */
export function counted(count: number): string {
  return count.toLocaleString('en-GB');
}
