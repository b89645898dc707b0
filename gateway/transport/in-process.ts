import type { HostedSubgraph } from '../../platform/subgraph/host.ts';
import { CopiedAnswer, type Answer, type HostedAnswer } from './answers.ts';
import type { Assertions } from './assertions.ts';
import { calls, type CallOptions } from './calls.ts';
import type { Sending } from './flight.ts';
import { copyJson } from './json.ts';
import { Outage, TransportFailure, type SubgraphCall, type Transport } from './transport.ts';

/**
 * Subgraphs in this process. They get the same assertions as over HTTP and share nothing with the
 * gateway: variables are copied on the way in (representations are parts of the gateway's own result), and
 * answers on the way out. What is no longer waited for runs to its end all the same.
 */
export function inProcessTransport(
  subgraphs: readonly HostedSubgraph[],
  assertions: Assertions,
  options: CallOptions = {},
): Transport {
  const hosts = new Map(subgraphs.map((it) => [it.name, it]));
  const { inFlight: _ofThisProcess, ...carried } = calls(
    new Map(subgraphs.map((it) => [it.name, ({ call }) => send(it, assertions, call)])),
    options,
  );
  return {
    ...carried,
    dataVersions: () => ({
      // A store that has to be asked for its version, and waited for, cannot say what it is now.
      current(subgraph) {
        const version = hosts.get(subgraph)?.dataVersion() ?? null;
        return typeof version === 'string' ? version : null;
      },
      written: () => undefined,
      close: async () => undefined,
    }),
    async unready() {
      const asked = subgraphs.map(async (it) => ((await it.isReady()) ? [] : [it.name]));
      return (await Promise.all(asked)).flat();
    },
    async close() {
      for (const it of subgraphs) await it.close();
    },
  };
}

function send(host: HostedSubgraph, assertions: Assertions, call: SubgraphCall): Sending {
  let abort: Sending['abort'] = () => undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    abort = reject;
    execute(host, assertions, call).then(resolve, (error: unknown) => {
      const isKnown = error instanceof TransportFailure;
      reject(isKnown ? error : new Outage(`the subgraph threw: ${String(error)}`, { cause: error }));
    });
  });
  return { answer, isSent: true, abort };
}

async function execute(host: HostedSubgraph, assertions: Assertions, call: SubgraphCall): Promise<Answer> {
  const { query, operationName, variables = {}, context } = call;
  const copied = copyJson(variables) as Record<string, unknown>;
  const answer: HostedAnswer | null = await host.execute({
    query,
    ...(operationName === undefined ? {} : { operationName }),
    variables: copied,
    assertion: await assertions(context, host.name, query),
    traceparent: call.traceparent,
  });
  if (!answer) throw new TransportFailure('the assertion was refused');
  return new CopiedAnswer(answer);
}
