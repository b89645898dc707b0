import type { RevocationNews } from '../identity/revocations.ts';
import type { SharedRedis } from './shared-redis.ts';

const CHANNEL = 'gateway:revocations';

/**
 * Has gateways tell each other each new revocation list, signed as it is: who hears one verifies it as if it had
 * read it itself, and who does not will read it soon.
 */
export function sharedRevocations(redis: SharedRedis): RevocationNews {
  return {
    tell: (signed) => redis.publish(CHANNEL, signed),
    listen: (listener) => redis.listen(CHANNEL, listener),
  };
}
