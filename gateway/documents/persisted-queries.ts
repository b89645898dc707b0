import type { ApolloServerOptions } from '@apollo/server';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { GatewayContext } from '../context.ts';

type PersistedQueries = NonNullable<ApolloServerOptions<GatewayContext>['persistedQueries']>;

/** About what an entry takes beside its text, in bytes: its key, its place, its objects. */
const ENTRY_BYTES = 512;

/**
 * Automatic persisted queries within `bytes` of memory: those not asked for longest are forgotten. A client
 * that is told so sends the text again. 0 switches them off.
 */
export function persistedQueries(bytes: number): PersistedQueries {
  if (bytes === 0) return false;
  const cache = new InMemoryLRUCache<string>({
    maxSize: bytes,
    sizeCalculation: (text) => 2 * text.length + ENTRY_BYTES,
  });
  return { cache, ttl: null };
}
