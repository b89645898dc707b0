import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ANSWER, GB, marked, QUESTION, startChangingGateway } from './support.ts';

const EXPECTED = JSON.stringify({ data: ANSWER });
const SWAPS = 200;
const CLIENTS = 4;
/** The swaps after which the heap is measured; those before fill caches and warm the code up. */
const MEASURED = [60, 95, 130, 165, 200];
/**
 * What the heap may grow by for each swap, in bytes. A generation that is not let go of holds some 150,000;
 * the engine's own compiled code, which it throws away now and then, makes for up to 15,000.
 */
const SLOPE = 40_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The heap in use after collections that leave nothing over, finalizers included, in bytes. */
async function heapInUse(): Promise<number> {
  // Node's own record of the test's requests.
  performance.clearResourceTimings();
  for (let times = 0; times < 2; times++) {
    collectGarbage();
    await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}

/** The slope of the line of least squares through points. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [x, y] = [mean(points.map(([it]) => it)), mean(points.map(([, it]) => it))];
  const covariance = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return covariance / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

/** Asks without a pause until told to stop. */
class Client {
  answered = 0;
  readonly failed: unknown[] = [];
  /** The question that is put now. */
  question: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();
  readonly #asking: Promise<void>;

  constructor(url: string, token: string) {
    this.#asking = this.#askOnAndOn(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: QUESTION }),
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#asking;
  }

  async #askOnAndOn(url: string, question: RequestInit): Promise<void> {
    while (!this.#stop.signal.aborted) await (this.question = this.#ask(url, question));
  }

  async #ask(url: string, question: RequestInit): Promise<void> {
    try {
      const response = await fetch(url, question);
      const text = await response.text();
      if (text === EXPECTED) this.answered++;
      else this.failed.push([response.status, text]);
    } catch (error) {
      this.failed.push(error);
    }
  }
}

describe(`${SWAPS} supergraphs, one after the other, under load`, () => {
  it('fail no request and leave nothing on the heap', { timeout: 60_000 }, async () => {
    await using gateway = await startChangingGateway({
      environment: { GATEWAY_ENGINE: 'compiled' },
    });
    const token = await gateway.token(GB);
    const clients = Array.from({ length: CLIENTS }, () => new Client(gateway.url, token));
    const heap: [number, number][] = [];
    try {
      for (let swap = 1; swap <= SWAPS; swap++) {
        const id = await gateway.offer(marked(gateway.sdl, `number ${swap}`));
        await Promise.race(clients.map((it) => it.question));
        if (!MEASURED.includes(swap)) continue;
        expect((await gateway.ready()).supergraph).toBe(id);
        heap.push([swap, await heapInUse()]);
      }
    } finally {
      await Promise.all(clients.map((it) => it.stop()));
    }

    expect(clients.flatMap((it) => it.failed)).toEqual([]);
    expect(gateway.logged(/swapped/)).toHaveLength(SWAPS);
    expect(clients.reduce((sum, it) => sum + it.answered, 0)).toBeGreaterThan(SWAPS);
    expect(slopeOf(heap)).toBeLessThan(SLOPE);
  });
});
