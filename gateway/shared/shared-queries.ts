import { hash } from 'node:crypto';
import type { KeyValueCache } from '@apollo/utils.keyvaluecache';
import type { SharedRedis } from './shared-redis.ts';

/** Under which Apollo Server asks for a document: what is not a digest no gateway has kept. */
const KEY = /^apq:([0-9a-f]{64})$/;
/** How long a document is kept that nobody registers again, in seconds. */
const KEPT_SECONDS = 24 * 60 * 60;

/**
 * Automatic persisted queries that gateways share: looked for in the memory of this one first. What Redis gives is
 * taken only where it is the text of its digest.
 */
export function sharedQueries(own: KeyValueCache<string>, redis: SharedRedis): KeyValueCache<string> {
  return {
    async get(key) {
      const known = await own.get(key);
      if (known !== undefined) return known;
      const digest = KEY.exec(key)?.[1];
      const text = digest === undefined ? null : await redis.get(keyOf(digest));
      if (text === null || hash('sha256', text, 'hex') !== digest) return undefined;
      await own.set(key, text);
      return text;
    },
    async set(key, text, options) {
      await own.set(key, text, options);
      const digest = KEY.exec(key)?.[1];
      if (digest !== undefined) void redis.set(keyOf(digest), text, KEPT_SECONDS);
    },
    delete: (key) => own.delete(key),
  };
}

function keyOf(digest: string): string {
  return `gateway:apq:${digest}`;
}
