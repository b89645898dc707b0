import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.ts';

/** One operation that the plan sends to a subgraph. */
export interface SubgraphCall {
  /** A mutation is sent once at most, and not taken back once it is sent. */
  readonly kind: 'query' | 'mutation';
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: GatewayContext;
}

/** What a subgraph answers, before anything of it is believed. Nobody else holds its objects. */
export interface SubgraphReply {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** How long the answer may be kept, in the words of the HTTP header `cache-control`. */
  readonly cacheControl?: string;
  /** The version of the subgraph's data that the answer was made from (`x-data-version`). */
  readonly dataVersion?: string;
}

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
  /** The subgraphs that do not answer now. */
  unready(): Promise<readonly string[]>;
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

/** How long a subgraph may take to answer, in milliseconds. */
export const CALL_MILLISECONDS = 10_000;
