import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { SharedRedis } from '../../shared/shared-redis.ts';

/** What is counted of each client's minute. */
export type Counter = 'requests' | 'cost';

/** What a client has used of its minute. */
export interface Usage {
  readonly used: number;
  /** Until the minute is over, in milliseconds. */
  readonly resetsIn: number;
}

/** Counts what clients use in each minute, which begins with the first of it. */
export interface UsageCounts {
  /** Adds to a count, or takes from it. `amount` is a whole number. */
  add(counter: Counter, client: string, amount: number): Promise<Usage>;
}

const SECONDS = 60;

/** Counts in the memory of this process. */
export function countsInMemory(): UsageCounts {
  return countsOf({ requests: inMemory('requests'), cost: inMemory('cost') });
}

/**
 * Counts in Redis, so that all gateways with the same one count together. While it is away, or slow, each
 * counts for itself: no request fails for want of it.
 */
export function countsInRedis({ client }: SharedRedis): UsageCounts {
  const limiter = (counter: Counter): RateLimiterAbstract =>
    new RateLimiterRedis({
      storeClient: client,
      rejectIfRedisNotReady: true,
      insuranceLimiter: inMemory(counter),
      ...optionsOf(counter),
    });
  return countsOf({ requests: limiter('requests'), cost: limiter('cost') });
}

function inMemory(counter: Counter): RateLimiterAbstract {
  return new RateLimiterMemory(optionsOf(counter));
}

/** Clients differ in what they may use, so that the limiters only count. */
function optionsOf(counter: Counter): { keyPrefix: string; points: number; duration: number } {
  return { keyPrefix: `gateway:${counter}`, points: Number.MAX_SAFE_INTEGER, duration: SECONDS };
}

function countsOf(limiters: Readonly<Record<Counter, RateLimiterAbstract>>): UsageCounts {
  return {
    async add(counter, client, amount) {
      const limiter = limiters[counter];
      const { consumedPoints, msBeforeNext } =
        amount < 0 ? await limiter.reward(client, -amount) : await limiter.penalty(client, amount);
      return { used: Math.max(0, consumedPoints), resetsIn: Math.max(0, msBeforeNext) };
    },
  };
}
