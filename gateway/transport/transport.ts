import type { GraphQLFormattedError } from 'graphql';
import type { AuditNote } from '../../platform/subgraph/audit-notes.ts';
import type { GatewayContext } from '../context.ts';

/** One operation that the plan sends to a subgraph. */
export interface SubgraphCall {
  /** A mutation is sent once at most, and not taken back once it is sent. */
  readonly kind: 'query' | 'mutation';
  readonly query: string;
  readonly operationName?: string | undefined;
  /** Whoever calls leaves them as they are until the reply has come. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: GatewayContext;
  /** The place of the call in the trace, where it is recorded. */
  readonly traceparent?: string | undefined;
}

/** What a subgraph answers, before anything of it is believed. Nobody else holds its objects. */
export interface SubgraphReply {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** How long the answer may be kept, in the words of the HTTP header `cache-control`. */
  readonly cacheControl?: string;
  /** The version of the subgraph's data that the answer was made from (`x-data-version`). */
  readonly dataVersion?: string;
  /** What the subgraph says has to be recorded of the answer. Anybody may hold these objects: nobody changes them. */
  readonly notes?: readonly AuditNote[];
}

/** Whether calls reach a subgraph: `open` while none is sent, `half-open` while one tries it. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** How subgraphs are reached: the only difference between the run modes. */
export interface Transport {
  /** The names of the subgraphs it reaches. */
  readonly subgraphs: readonly string[];
  /**
   * The subgraph's answer as it gave it, its own errors included.
   * @throws TransportFailure where there is no answer that can be read.
   * @throws RequestEnded where the request is over before there is one.
   */
  call(subgraph: string, call: SubgraphCall): Promise<SubgraphReply>;
  /** Begins to follow the versions of the subgraphs' data, until what it gives is closed. */
  dataVersions(): DataVersions;
  /**
   * Notes that another gateway's mutation left a subgraph's data at this version: what was kept of before, or asked
   * for, is given to nobody any more. Absent where no other gateway has the same subgraphs.
   */
  wroteElsewhere?(subgraph: string, version: string): void;
  /** The subgraphs that do not answer now. */
  unready(): Promise<readonly string[]>;
  /** The circuit of each subgraph as it is now. */
  states(): ReadonlyMap<string, CircuitState>;
  close(): Promise<void>;
}

/** What is known of the versions of the subgraphs' data. */
export interface DataVersions {
  /**
   * The version now. Null where the subgraph has versions that cannot be heard now, or may have; undefined
   * where it has none.
   */
  current(subgraph: string): string | null | undefined;
  /** Notes the version that a subgraph answered a mutation with. */
  written(subgraph: string, version: string): void;
  close(): Promise<void>;
}

/** A call without an answer that can be read. The reason is for the log, never for clients. */
export class TransportFailure extends Error {
  override name = 'TransportFailure';
}

/** A failure that tells of a subgraph in trouble, whoever had called. Circuit breakers count these alone. */
export class Outage extends TransportFailure {
  override name = 'Outage';
}

/** A call that was not sent, since those before it failed. */
export class CircuitOpen extends TransportFailure {
  override name = 'CircuitOpen';
}
