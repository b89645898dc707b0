import { setTimeout as delay } from 'node:timers/promises';
import type { HostedSubgraph } from '../../platform/subgraph/host.ts';
import type { Assertions } from './assertions.ts';
import { CALL_MILLISECONDS, TransportFailure, type Transport } from './transport.ts';

/**
 * Subgraphs in this process. They get the same signed assertion as over HTTP and share nothing with the
 * gateway: variables are copied on the way in (representations are parts of the gateway's own result), and
 * what comes out was built for this answer by the subgraph's execution.
 */
export function inProcessTransport(
  subgraphs: readonly HostedSubgraph[],
  assertions: Assertions,
  callMilliseconds = CALL_MILLISECONDS,
): Transport {
  const hosted = new Map(subgraphs.map((it) => [it.name, it]));
  return {
    subgraphs: [...hosted.keys()],
    async call(subgraph, { query, operationName, variables, context }) {
      const host = hosted.get(subgraph);
      if (!host) throw new TransportFailure(`no subgraph ${subgraph} in this process`);
      const answer = await within(
        callMilliseconds,
        host.execute({
          query,
          ...(operationName === undefined ? {} : { operationName }),
          variables: structuredClone(variables ?? {}),
          assertion: await assertions(context, subgraph),
        }),
      );
      if (!answer) throw new TransportFailure('the assertion was refused');
      return answer;
    },
    dataVersions: () => ({
      // A store that has to be asked for its version, and waited for, cannot say what it is now.
      current(subgraph) {
        const version = hosted.get(subgraph)?.dataVersion() ?? null;
        return typeof version === 'string' ? version : null;
      },
      written: () => undefined,
      close: async () => undefined,
    }),
    unready: async () => [],
    async close() {
      for (const host of hosted.values()) await host.close();
    },
  };
}

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  const abort = new AbortController();
  const overdue = delay(milliseconds, undefined, { signal: abort.signal, ref: false }).then(() => {
    throw new TransportFailure(`no answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    abort.abort();
    overdue.catch(() => undefined);
  }
}
