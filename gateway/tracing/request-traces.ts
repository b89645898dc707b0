import type { FastifyInstance } from 'fastify';
import { parseTraceparent } from '../../platform/tracing/traceparent.ts';
import type { Span, Tracing } from '../../platform/tracing/tracing.ts';
import { RequestEnded, type GatewayContext } from '../context.ts';
import type { PlanningObserver } from '../engine/compiled/planning-observer.ts';
import type { RequestRecord } from '../http/request-journal.ts';
import { through, type Transports } from '../supergraph/transports.ts';
import {
  CircuitOpen,
  type SubgraphCall,
  type SubgraphReply,
  type Transport,
} from '../transport/transport.ts';

/**
 * Records requests: each from its headers to its end, its plan, and every call to a subgraph that its plan makes.
 * What a span says are names, codes and counts; no value, token, address or text of a document.
 */
export class RequestTraces implements PlanningObserver<GatewayContext> {
  readonly #tracing: Tracing;
  /** Of the requests under way that are recorded, by their ids. */
  readonly #spans = new Map<string, Span>();

  constructor(tracing: Tracing) {
    this.#tracing = tracing;
  }

  /** Begins to record requests of `app` to the endpoint. Its end is told by {@link RequestTraces.read}. */
  register(app: FastifyInstance): void {
    app.addHook('onRequest', (request, _reply, done) => {
      if (request.routeOptions.url === '/graphql' && this.#tracing.drawsRequest()) {
        const parent = parseTraceparent(request.headers.traceparent);
        const attributes = { 'http.request.method': request.method, 'http.route': '/graphql' };
        this.#spans.set(request.id, this.#tracing.begin('request', parent, attributes));
      }
      done();
    });
  }

  /** The span of a request that is recorded. */
  spanOf(requestId: string): Span | undefined {
    return this.#spans.get(requestId);
  }

  /** Ends what was recorded of a request. */
  readonly read = ({ requestId, status, answered, codes, isAborted }: RequestRecord): void => {
    const span = this.#spans.get(requestId);
    if (!span) return;
    this.#spans.delete(requestId);
    span.set({
      'http.response.status_code': status,
      'request.id': requestId,
      ...(answered?.kind ? { 'graphql.operation.type': answered.kind } : {}),
      ...(answered?.document ? { 'graphql.document.hash': answered.document } : {}),
      ...(answered ? { 'subgraph.calls': answered.subgraphCalls } : {}),
      ...(isAborted ? { aborted: true } : {}),
    });
    const [code] = codes;
    if (code !== undefined) span.fail(String(code));
    span.end();
  };

  found(): void {
    // What was planned before takes no time that were worth a span.
  }

  begins(context: GatewayContext | undefined): (error?: unknown) => void {
    const span = context?.span?.child('plan', 'internal');
    return (error) => {
      if (error !== undefined) span?.fail('unplanned');
      span?.end();
    };
  }

  /** Records what `transports` carry for requests that are recorded. */
  recording(transports: Transports): Transports {
    return through(transports, (transport) => ({
      ...transport,
      call: (subgraph, call) =>
        call.context.span
          ? recorded(transport, subgraph, call, call.context.span)
          : transport.call(subgraph, call),
    }));
  }
}

async function recorded(
  transport: Transport,
  subgraph: string,
  call: SubgraphCall,
  within: Span,
): Promise<SubgraphReply> {
  const span = within.child(`fetch ${subgraph}`, 'client', {
    subgraph,
    'graphql.operation.type': call.kind,
    'fetch.kind': call.query.includes('_entities(') ? 'entities' : 'root',
  });
  try {
    const reply = await transport.call(subgraph, { ...call, traceparent: span.traceparent });
    if (reply.errors?.length) {
      span.set({ 'graphql.errors': reply.errors.length });
      span.fail('errors');
    }
    return reply;
  } catch (error) {
    span.fail(failureOf(error));
    throw error;
  } finally {
    span.end();
  }
}

function failureOf(error: unknown): string {
  if (error instanceof CircuitOpen) return 'circuit-open';
  return error instanceof RequestEnded ? 'abandoned' : 'failed';
}
