import type { Logger } from 'pino';
import { httpTransport } from '../../gateway/transport/http.ts';
import { DEFAULT_POLICY, type CallPolicy } from '../../gateway/transport/policy.ts';
import type { SubgraphCall, SubgraphReply, Transport } from '../../gateway/transport/transport.ts';
import { requestContext } from './request-context.ts';
import type { SubgraphServer } from './subgraph-server.ts';

/** A transport to one server of a test, which it knows as the catalogue. */
export interface TestTransport extends AsyncDisposable {
  readonly transport: Transport;
  /** Sends a query, of nobody in particular unless `parts` say otherwise. */
  call(parts?: Partial<SubgraphCall>): Promise<SubgraphReply>;
}

export function transportTo(
  { url }: SubgraphServer,
  policy: Partial<CallPolicy> = {},
  options: { answerBytes?: number; log?: Logger } = {},
): TestTransport {
  const transport = httpTransport({
    addresses: new Map([['catalogue', url]]),
    policy: { ...DEFAULT_POLICY, ...policy },
    ...options,
  });
  return {
    transport,
    call: (parts = {}) =>
      transport.call('catalogue', {
        kind: 'query',
        query: '{ schemes { id } }',
        context: requestContext(),
        ...parts,
      }),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}
