import type { TraceParent } from './traceparent.ts';

/** What a span says of its work: names and counts, never values of requests, tokens or records. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;
export type SpanKind = 'server' | 'client' | 'internal';

/** A piece of work within a trace that is recorded. */
export interface Span {
  /** For the header `traceparent` of what is asked of others within it. */
  readonly traceparent: string;
  readonly traceId: string;
  /** Begins a piece of its work. */
  child(name: string, kind: SpanKind, attributes?: Attributes): Span;
  /** A piece of its work that has just ended, and took so long, in milliseconds. */
  past(name: string, kind: SpanKind, milliseconds: number, attributes?: Attributes): void;
  set(attributes: Attributes): void;
  /** It did not do what it should. @param code a stable one, never the words of an error. */
  fail(code: string): void;
  end(): void;
}

/** Records traces, and sends them to where the configuration says. */
export interface Tracing {
  /**
   * Begins the first span of this process in a trace.
   * @param parent where it goes on from, if anywhere.
   */
  begin(name: string, parent: TraceParent | undefined, attributes?: Attributes): Span;
  /** Runs `work`, in which {@link Tracing.current} is `span`. */
  within<Result>(span: Span, work: () => Result): Result;
  /** The span that the calling code runs within, if any. */
  current(): Span | undefined;
  /** Whether a request that comes from outside is recorded: a share of them, drawn by chance. */
  drawsRequest(): boolean;
  /** Whether the resolvers of a request that is recorded are recorded too. */
  drawsResolvers(): boolean;
  /** Sends what is recorded, and ends. */
  close(): Promise<void>;
}
