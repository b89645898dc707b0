import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind as Kind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as OtelSpan,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { TraceParent } from './traceparent.ts';
import type { Attributes, Span, SpanKind, Tracing } from './tracing.ts';

export interface OtlpOptions {
  /** Of the collector, without the path of traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  /** The share of requests that are recorded, and of those the share whose resolvers are: from 0 to 1. */
  readonly requests: number;
  readonly resolvers: number;
  readonly log: Logger;
}

const KINDS: Readonly<Record<SpanKind, Kind>> = {
  server: Kind.SERVER,
  client: Kind.CLIENT,
  internal: Kind.INTERNAL,
};
/** How long sending may take, in milliseconds; what is not sent by then is lost, and requests never wait for it. */
const SEND_MILLISECONDS = 5_000;
/** How long a process that ends waits for what it recorded last to be sent, in milliseconds. */
const LAST_MILLISECONDS = 2_000;
/** How many spans wait to be sent at most; more are dropped. */
const WAITING = 8_192;

/** Sends spans to an OpenTelemetry collector, over HTTP in JSON, in batches. */
export class OtlpTracing implements Tracing {
  readonly #options: OtlpOptions;
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #current = new AsyncLocalStorage<Span>();

  constructor(options: OtlpOptions) {
    const { endpoint, headers, service, log } = options;
    this.#options = options;
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
      headers: { ...headers },
      timeoutMillis: SEND_MILLISECONDS,
    });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': service }),
      // Who is recorded is decided before a span is made.
      sampler: new AlwaysOnSampler(),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter,
          maxQueueSize: WAITING,
          exportTimeoutMillis: SEND_MILLISECONDS,
          scheduledDelayMillis: 1_000,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('partner-cloud-catalogue');
    // What cannot be sent is told once in a while, and without what was to be sent.
    const tell = (message: string): void => log.warn({ reason: message.slice(0, 300) }, 'traces');
    diag.setLogger(
      { error: tell, warn: tell, info: () => undefined, debug: () => undefined, verbose: () => undefined },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
  }

  begin(name: string, parent: TraceParent | undefined, attributes: Attributes = {}): Span {
    const from = parent
      ? trace.setSpanContext(ROOT_CONTEXT, {
          traceId: parent.traceId,
          spanId: parent.parentId,
          traceFlags: TraceFlags.SAMPLED,
          isRemote: true,
        })
      : ROOT_CONTEXT;
    return new RecordedSpan(
      this.#tracer,
      this.#tracer.startSpan(name, { kind: Kind.SERVER, attributes }, from),
    );
  }

  within<Result>(span: Span, work: () => Result): Result {
    return this.#current.run(span, work);
  }

  current(): Span | undefined {
    return this.#current.getStore();
  }

  drawsRequest(): boolean {
    return Math.random() < this.#options.requests;
  }

  drawsResolvers(): boolean {
    return Math.random() < this.#options.resolvers;
  }

  async close(): Promise<void> {
    const sent = this.#provider.shutdown().catch(() => undefined);
    await Promise.race([sent, delay(LAST_MILLISECONDS, undefined, { ref: false })]);
  }
}

class RecordedSpan implements Span {
  readonly #tracer: Tracer;
  readonly #span: OtelSpan;
  readonly #within: Context;

  constructor(tracer: Tracer, span: OtelSpan) {
    this.#tracer = tracer;
    this.#span = span;
    this.#within = trace.setSpan(ROOT_CONTEXT, span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  get traceparent(): string {
    const { traceId, spanId } = this.#span.spanContext();
    return `00-${traceId}-${spanId}-01`;
  }

  child(name: string, kind: SpanKind, attributes: Attributes = {}): Span {
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes }, this.#within);
    return new RecordedSpan(this.#tracer, span);
  }

  past(name: string, kind: SpanKind, milliseconds: number, attributes: Attributes = {}): void {
    const end = Date.now();
    this.#tracer
      .startSpan(name, { kind: KINDS[kind], attributes, startTime: end - milliseconds }, this.#within)
      .end(end);
  }

  set(attributes: Attributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  end(): void {
    this.#span.end();
  }
}
