import type { FormattedExecutionResult } from 'graphql';
import type { GatewayContext } from '../context.ts';

/** One operation that the plan sends to a subgraph. */
export interface SubgraphCall {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context: GatewayContext;
}

/** How subgraphs are reached: the only difference between the run modes. */
export interface Transport {
  /** The names of the subgraphs it reaches. */
  readonly subgraphs: readonly string[];
  /**
   * The subgraph's answer as it gave it, its own errors included.
   * @throws TransportFailure where there is no answer that can be read.
   */
  call(subgraph: string, call: SubgraphCall): Promise<FormattedExecutionResult>;
  /** The subgraphs that do not answer now. */
  unready(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A call without an answer that can be read. The reason is for the log, never for clients. */
export class TransportFailure extends Error {
  override name = 'TransportFailure';
}

/** How long a subgraph may take to answer, in milliseconds. */
export const CALL_MILLISECONDS = 10_000;
