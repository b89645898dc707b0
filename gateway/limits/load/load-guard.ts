import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RefusedRequest } from '../../http/faults.ts';
import type { LoadLimits } from '../limits.ts';
import { UNOBSERVED, type LimitObserver } from '../observer.ts';

/** How often the event loop and the heap are looked at, in milliseconds. */
const LOOK_MILLISECONDS = 500;
/** So many looks in a row have to find the event loop late: one long task does not make it overloaded. */
const LATE_LOOKS = 2;
/** How exactly delays are measured, in milliseconds. */
const RESOLUTION_MILLISECONDS = 10;
const NANOSECONDS = 1e6;
/** After how many seconds a client may ask again. */
const RETRY_SECONDS = 2;

/** What the guard measures. */
export interface Load {
  /** How late the event loop usually is, in milliseconds, since the last look. */
  delay(): number;
  /** How much of the heap that the process may have is in use, in percent. */
  heap(): number;
  stop(): void;
}

const BUSY = new RefusedRequest({
  status: 503,
  code: 'LIMIT_EXCEEDED',
  message: `The gateway has more to do than it can. Ask again in ${RETRY_SECONDS} s.`,
  // What else the client sends over the connection is not read either.
  headers: { 'retry-after': String(RETRY_SECONDS), connection: 'close' },
});

/**
 * Refuses new requests (503, with Retry-After) while the process has more to do than it can: too many requests
 * under way, an event loop that is late, a heap that is nearly full. Nothing of a request is read then.
 */
export class LoadGuard {
  readonly #limits: LoadLimits;
  readonly #load: Load;
  readonly #observer: LimitObserver;
  readonly #looking: NodeJS.Timeout;
  #underWay = 0;
  #late = 0;
  #isOverloaded = false;

  constructor(limits: LoadLimits, load: Load = measuredLoad(), observer = UNOBSERVED) {
    this.#observer = observer;
    this.#limits = limits;
    this.#load = load;
    this.#looking = setInterval(() => this.look(), LOOK_MILLISECONDS).unref();
  }

  /** How many requests are under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** A fastify hook (`onRequest`) for what the guard stands before. */
  readonly enter = (
    _request: FastifyRequest,
    { raw }: FastifyReply,
    done: (refused?: RefusedRequest) => void,
  ): void => {
    if (this.#isOverloaded || this.#underWay >= this.#limits.underWay) {
      this.#observer.refused('load');
      done(BUSY);
      return;
    }
    this.#underWay++;
    raw.once('close', this.#leave);
    done();
  };

  /** Looks at the event loop and the heap; it does so by itself too. */
  look(): void {
    this.#late = this.#load.delay() > this.#limits.delayMilliseconds ? this.#late + 1 : 0;
    this.#isOverloaded = this.#late >= LATE_LOOKS || this.#load.heap() > this.#limits.heapPercent;
  }

  close(): void {
    clearInterval(this.#looking);
    this.#load.stop();
  }

  readonly #leave = (): void => {
    this.#underWay--;
  };
}

/** The load of this process. */
export function measuredLoad(): Load {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
  histogram.enable();
  return {
    delay() {
      // The median: half of all turns of the loop since the last look were later.
      const delay = histogram.percentile(50) / NANOSECONDS - RESOLUTION_MILLISECONDS;
      histogram.reset();
      return delay;
    },
    heap() {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      return (100 * used) / limit;
    },
    stop: () => void histogram.disable(),
  };
}
