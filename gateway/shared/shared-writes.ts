import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Transports } from '../supergraph/transports.ts';
import type { Transport } from '../transport/transport.ts';
import type { SharedRedis } from './shared-redis.ts';

const CHANNEL = 'gateway:written';

/** What a gateway tells after a mutation. */
const news = z.object({
  from: z.string().max(64),
  subgraph: z.string().max(256),
  /** The version of the subgraph's data after it. */
  version: z.string().max(1_024),
});

/**
 * Has gateways tell each other what mutations changed, so that none of them gives out what it kept or asked for
 * before. News that say nothing true have it ask subgraphs anew, and nothing else.
 */
export function sharingWrites(transports: Transports, redis: SharedRedis): Transports {
  const from = randomUUID();
  /** One for each lease, of which several can have the same transport. */
  const open = new Set<{ readonly transport: Transport }>();
  redis.listen(CHANNEL, (text) => {
    const heard = news.safeParse(jsonIn(text));
    if (!heard.success || heard.data.from === from) return;
    const { subgraph, version } = heard.data;
    for (const it of open) it.transport.wroteElsewhere?.(subgraph, version);
  });
  return {
    async lease(supergraph) {
      const lease = await transports.lease(supergraph);
      const { transport } = lease;
      const entry = { transport };
      open.add(entry);
      return {
        ...lease,
        transport: {
          ...transport,
          async call(subgraph, call) {
            const reply = await transport.call(subgraph, call);
            if (call.kind === 'mutation' && reply.dataVersion !== undefined) {
              redis.publish(CHANNEL, JSON.stringify({ from, subgraph, version: reply.dataVersion }));
            }
            return reply;
          },
        },
        async release() {
          open.delete(entry);
          await lease.release();
        },
      };
    },
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
