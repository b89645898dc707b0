import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';

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
  close(): Promise<void>;
}

const SECONDS = 60;
/** How long Redis may take to count, in milliseconds: a request waits for it. */
const REDIS_MILLISECONDS = 100;
/** How long to wait before Redis is tried again, at most, in milliseconds. */
const REDIS_RETRY_MILLISECONDS = 2_000;

/** Counts in the memory of this process. */
export function countsInMemory(): UsageCounts {
  return countsOf({ requests: inMemory('requests'), cost: inMemory('cost') }, async () => undefined);
}

/**
 * Counts in Redis, so that all gateways with the same one count together. While it is away, or slow, each
 * counts for itself: no request fails for want of it.
 */
export async function countsInRedis(url: string, log: Logger): Promise<UsageCounts> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_MILLISECONDS,
    retryStrategy: (attempt) => Math.min(attempt * 100, REDIS_RETRY_MILLISECONDS),
  });
  let isAway = false;
  client.on('ready', () => {
    if (isAway) log.info('Redis is back: gateways count together again');
    isAway = false;
  });
  client.on('error', (err: Error) => {
    if (!isAway) log.warn({ reason: err.message }, 'Redis is away: each gateway counts for itself');
    isAway = true;
  });
  const limiter = (counter: Counter): RateLimiterAbstract =>
    new RateLimiterRedis({
      storeClient: client,
      rejectIfRedisNotReady: true,
      insuranceLimiter: inMemory(counter),
      ...optionsOf(counter),
    });
  return countsOf({ requests: limiter('requests'), cost: limiter('cost') }, async () => client.disconnect());
}

function inMemory(counter: Counter): RateLimiterAbstract {
  return new RateLimiterMemory(optionsOf(counter));
}

/** Clients differ in what they may use, so that the limiters only count. */
function optionsOf(counter: Counter): { keyPrefix: string; points: number; duration: number } {
  return { keyPrefix: `gateway:${counter}`, points: Number.MAX_SAFE_INTEGER, duration: SECONDS };
}

function countsOf(
  limiters: Readonly<Record<Counter, RateLimiterAbstract>>,
  close: () => Promise<void>,
): UsageCounts {
  return {
    async add(counter, client, amount) {
      const limiter = limiters[counter];
      const { consumedPoints, msBeforeNext } =
        amount < 0 ? await limiter.reward(client, -amount) : await limiter.penalty(client, amount);
      return { used: Math.max(0, consumedPoints), resetsIn: Math.max(0, msBeforeNext) };
    },
    close,
  };
}
