import { randomUUID } from 'node:crypto';
import { ANONYMOUS, type Viewer } from '../platform/identity/viewer.ts';
import { auditedRequest, type AuditedRequest } from './audit/audited-request.ts';
import type { Span } from '../platform/tracing/tracing.ts';
import type { Answering } from './http/graphql-handler.ts';
import { NO_CLIENT, type Client } from './limits/rate/client.ts';
import { traceOf, type TraceContext } from './transport/trace.ts';

/** What belongs to one request at the gateway. */
export interface GatewayContext {
  readonly viewer: Viewer;
  /** Whoever limits hold for. */
  readonly client: Client;
  /** Correlates the request's log lines, its answer (`x-request-id`) and its calls to subgraphs. */
  readonly requestId: string;
  /** Aborts, with a {@link RequestEnded} as its reason, once nobody waits for more of the answer. */
  readonly signal: AbortSignal;
  /** The client's headers that subgraphs get as they came: names and values in turn. */
  readonly forwarded: readonly string[];
  readonly trace: TraceContext;
  /** What is recorded of the request; absent where nothing is. */
  readonly span?: Span | undefined;
  /** Apollo Server's response, once there is one. */
  readonly answered: Answering['answered'];
  readonly audited: AuditedRequest;
}

/** The context of a request of the gateway's own, on behalf of nobody. */
export function anonymousContext(): GatewayContext {
  const { signal } = new AbortController();
  return {
    viewer: ANONYMOUS,
    client: NO_CLIENT,
    requestId: randomUUID(),
    signal,
    forwarded: [],
    trace: traceOf({}),
    answered: {},
    audited: auditedRequest(),
  };
}

/** How a request can end before its answer is whole. */
export type RequestEnd = 'client gone' | 'deadline passed';

/** The request that a call belongs to is over: no fault of any subgraph. */
export class RequestEnded extends Error {
  override name = 'RequestEnded';
  readonly end: RequestEnd;

  constructor(end: RequestEnd) {
    super(`the request is over: ${end}`);
    this.end = end;
  }
}
