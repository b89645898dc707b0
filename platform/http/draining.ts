import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';

/** In production, where the configuration says nothing, in seconds. */
const PRODUCTION_SECONDS = 5;

/** How long a process still takes requests after it was told to end, in milliseconds. */
export function drainMilliseconds({ DRAIN_SECONDS, NODE_ENV }: Config): number {
  return (DRAIN_SECONDS ?? (NODE_ENV === 'production' ? PRODUCTION_SECONDS : 0)) * 1_000;
}

/**
 * The last seconds of a server: it still answers, but says that it is not ready, and closes each connection after
 * its answer. So load balancers and clients go elsewhere before it closes, and none of them writes to a
 * connection that is just being closed.
 */
export class Draining {
  #isOn = false;

  /** Whether it has begun. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Begins it for `server`, and ends after so long. */
  async begin(server: Server, milliseconds: number): Promise<void> {
    this.#isOn = true;
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false;
    });
    if (milliseconds > 0) await delay(milliseconds);
  }
}
