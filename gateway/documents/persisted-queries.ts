import type { ApolloServerOptions } from '@apollo/server';
import { InMemoryLRUCache, type KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { GatewayContext } from '../context.ts';
import { sharedQueries } from '../shared/shared-queries.ts';
import type { SharedRedis } from '../shared/shared-redis.ts';

/** What Apollo Server takes. */
export type PersistedQueries = NonNullable<ApolloServerOptions<GatewayContext>['persistedQueries']>;

/** About what an entry takes beside its text, in bytes: its key, its place, its objects. */
const ENTRY_BYTES = 512;

/**
 * Automatic persisted queries within `bytes` of memory: those not asked for longest are forgotten. A client
 * that is told so sends the text again. 0 switches them off.
 * @param redis where gateways share them; absent where each has its own.
 * @param looked is told of each that was looked for.
 */
export function persistedQueries(
  bytes: number,
  redis: SharedRedis | undefined,
  looked?: (isFound: boolean) => void,
): PersistedQueries {
  if (bytes === 0) return false;
  const own = new InMemoryLRUCache<string>({
    maxSize: bytes,
    sizeCalculation: (text) => 2 * text.length + ENTRY_BYTES,
  });
  const cache = redis ? sharedQueries(own, redis) : own;
  return { cache: looked ? watched(cache, looked) : cache, ttl: null };
}

function watched(cache: KeyValueCache<string>, looked: (isFound: boolean) => void): KeyValueCache<string> {
  return {
    async get(key) {
      const text = await cache.get(key);
      looked(text !== undefined);
      return text;
    },
    set: (key, text, options) => cache.set(key, text, options),
    delete: (key) => cache.delete(key),
  };
}
