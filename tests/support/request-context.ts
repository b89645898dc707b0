import type { GatewayContext } from '../../gateway/context.ts';
import { NO_CLIENT } from '../../gateway/limits/rate/client.ts';
import { traceOf } from '../../gateway/transport/trace.ts';
import { ANONYMOUS } from '../../platform/identity/viewer.ts';

/** What belongs to a request of nobody in particular, without an end. */
export function requestContext(parts: Partial<GatewayContext> = {}): GatewayContext {
  return {
    viewer: ANONYMOUS,
    client: NO_CLIENT,
    requestId: 'r1',
    signal: new AbortController().signal,
    forwarded: [],
    trace: traceOf({}),
    answered: {},
    audited: {},
    ...parts,
  };
}
