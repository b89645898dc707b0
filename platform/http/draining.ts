import type { Server } from 'node:http';
import { Server as TcpServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../config.ts';

/** In production, where the configuration says nothing, in seconds. */
const PRODUCTION_SECONDS = 5;

/** How long a process still takes requests after it was told to end, in milliseconds. */
export function drainMilliseconds({ DRAIN_SECONDS, NODE_ENV }: Config): number {
  return (DRAIN_SECONDS ?? (NODE_ENV === 'production' ? PRODUCTION_SECONDS : 0)) * 1_000;
}

/** How a server drains. */
export interface DrainOptions {
  /** How long it takes requests, in milliseconds. */
  readonly milliseconds: number;
  /** Whether another process listens on the same port, and is given all connections from now on. */
  readonly sharesPort: boolean;
}

/**
 * The last seconds of a server: it still answers, but says that it is not ready, and closes each connection after
 * its answer. So load balancers and clients go elsewhere before it closes, and none of them writes to a
 * connection that is just being closed. Where another process listens beside it, it takes no new connections
 * from the beginning on: nothing else would keep them from coming until the end.
 */
export class Draining {
  #isOn = false;

  /** Whether it has begun. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Begins it for `server`, and ends after a while. */
  async begin(server: Server, { milliseconds, sharesPort }: DrainOptions): Promise<void> {
    this.#isOn = true;
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false;
    });
    // What HTTP adds to closing is to end connections that are idle now: they are left to their next request.
    if (sharesPort && milliseconds > 0) TcpServer.prototype.close.call(server);
    if (milliseconds > 0) await delay(milliseconds);
  }
}
