/** No place is free, and as many wait as may. */
export class NoTurn extends Error {
  override name = 'NoTurn';
}

/** What one client has under way and waiting. */
interface Line {
  running: number;
  readonly waiting: Set<() => void>;
}

export interface TurnLimits {
  readonly concurrency: number;
  readonly queue: number;
}

/**
 * Lets so many requests of each client be worked on at a time; some more wait for their turn, in the order in
 * which they came. What one client sends beyond takes nothing from others.
 */
export class Turns {
  readonly #lines = new Map<string, Line>();

  /** How many requests of a client are worked on and wait. */
  of(client: string): { readonly running: number; readonly waiting: number } {
    const line = this.#lines.get(client);
    return { running: line?.running ?? 0, waiting: line?.waiting.size ?? 0 };
  }

  /**
   * Takes a turn, which {@link done} ends.
   * @returns when it comes; undefined where it is there already.
   * @throws NoTurn at once where no more may wait. The promise rejects with the reason of `signal` where that
   * aborts first; no turn was taken then.
   */
  take(client: string, { concurrency, queue }: TurnLimits, signal: AbortSignal): Promise<void> | undefined {
    let line = this.#lines.get(client);
    if (!line) this.#lines.set(client, (line = { running: 0, waiting: new Set() }));
    if (line.running < concurrency) {
      line.running++;
      return undefined;
    }
    if (line.waiting.size >= queue) throw new NoTurn();
    return wait(line, signal);
  }

  /** Ends a turn that was taken. */
  done(client: string): void {
    const line = this.#lines.get(client);
    if (!line) return;
    const [next] = line.waiting;
    if (next) {
      line.waiting.delete(next);
      next();
    } else if (--line.running === 0) this.#lines.delete(client);
  }
}

/** The turn goes over to who waits, so that the number of those running stays. */
function wait(line: Line, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      line.waiting.delete(begin);
      reject(signal.reason);
    };
    const begin = (): void => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    line.waiting.add(begin);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
