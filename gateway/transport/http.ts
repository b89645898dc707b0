import type { Assertions } from './assertions.ts';
import { calls, type CallOptions } from './calls.ts';
import { listenedDataVersions } from './data-versions.ts';
import { Exchange } from './exchange.ts';
import type { Flight, Sending } from './flight.ts';
import { callHeaders } from './headers.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { isReady, targetsAt, type Target } from './pools.ts';
import type { DataVersions, Transport } from './transport.ts';

/** How much of an answer is read before the call counts as failed, in bytes. */
const ANSWER_BYTES = 16 * 1024 * 1024;

export interface HttpTransportOptions extends CallOptions {
  /** Where each subgraph answers. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Without, nothing tells subgraphs who asks. */
  readonly assertions?: Assertions | undefined;
  readonly answerBytes?: number;
}

/** Subgraphs over HTTP, one pool of kept connections each, and a byte limit on every answer. */
export function httpTransport(options: HttpTransportOptions): Transport {
  const { addresses, assertions, policy = DEFAULT_POLICY, answerBytes = ANSWER_BYTES, log } = options;
  const targets = targetsAt(addresses, policy.callMilliseconds);

  function send({ pool, path }: Target, { subgraph, call, body }: Flight): Sending {
    const { kind, context, traceparent } = call;
    const exchange = new Exchange({
      dispatcher: pool,
      path,
      body,
      isRepeatable: kind === 'query',
      answerBytes,
    });
    const start = (assertion: string | undefined) =>
      exchange.start(callHeaders(context, assertion, traceparent));
    try {
      const assertion = assertions?.(context, subgraph, body);
      if (typeof assertion !== 'object') start(assertion);
      else assertion.then(start, (error: unknown) => exchange.abort(error));
    } catch (error) {
      exchange.abort(error);
    }
    return exchange;
  }

  const { inFlight, ...carried } = calls(
    new Map([...targets].map(([name, target]) => [name, (flight) => send(target, flight)])),
    options,
  );
  const followed = new Set<DataVersions>();

  return {
    ...carried,
    dataVersions() {
      const versions = listenedDataVersions({ addresses, assertions, log });
      followed.add(versions);
      return {
        ...versions,
        close() {
          followed.delete(versions);
          return versions.close();
        },
      };
    },
    wroteElsewhere(subgraph, version) {
      inFlight.close();
      for (const it of followed) it.written(subgraph, version);
    },
    async unready() {
      const probes = [...targets].map(async ([name, it]) => ((await isReady(it)) ? [] : [name]));
      return (await Promise.all(probes)).flat();
    },
    async close() {
      await Promise.all([...targets.values()].map(({ pool }) => pool.close()));
    },
  };
}
