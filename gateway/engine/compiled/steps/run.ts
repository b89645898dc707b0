import type { GraphQLFormattedError } from 'graphql';
import type { AuditNote } from '../../../../platform/subgraph/audit-notes.ts';
import type { Keeping } from '../cache/keeping.ts';

/** An object of the answer being put together; the engine owns it and may add to it. */
export type Data = Record<string, unknown>;

/** Where in the answer something is, under the names that the engine asks for fields (not the client's). */
export type DataPath = readonly (string | number)[];

/** What a step sends to a subgraph. */
export interface SubgraphRequest<Context = unknown> {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/** What a subgraph answers, before anything of it is believed. */
export interface SubgraphAnswer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  /** How long the answer may be kept, in the words of the HTTP header. */
  readonly cacheControl?: string | undefined;
  /** The version of the data that the answer was made from; the answer is not older. */
  readonly dataVersion?: string | undefined;
  /** What has to be noted whenever the answer is given, also when it was kept. */
  readonly notes?: readonly AuditNote[] | undefined;
}

/**
 * How subgraphs are reached. What `fetch` gives belongs to the engine, which adds to its objects: nobody
 * else may hold it. A rejection counts as a failed fetch; its reason is for the transport to log.
 */
export interface SubgraphTransport<Context = unknown> {
  fetch(request: SubgraphRequest<Context>): Promise<SubgraphAnswer>;
}

/** Which errors of subgraphs clients see, and how. */
export interface ErrorPolicy {
  /** A subgraph's own error as clients may see it; the path is added by the engine. */
  shown(subgraph: string, error: GraphQLFormattedError): Omit<GraphQLFormattedError, 'path' | 'locations'>;
  /** What stands for an answer that did not come or cannot be believed. */
  failure(subgraph: string): Omit<GraphQLFormattedError, 'path' | 'locations'>;
}

/** Something that went wrong; without a path where nothing says what it concerns. */
export interface Problem {
  readonly path: DataPath | undefined;
  readonly error: Omit<GraphQLFormattedError, 'path' | 'locations'>;
}

/** One execution of a compiled operation. */
export interface Run {
  /** The merged answers of the subgraphs. */
  readonly data: Data;
  readonly problems: Problem[];
  /** As the client sent them; subgraphs read them again with their own types. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly errors: ErrorPolicy;
  /** What is found and kept across executions; undefined where nothing is. */
  readonly keeping: Keeping | undefined;
  fetch(request: Omit<SubgraphRequest, 'context'>): Promise<SubgraphAnswer>;
}

/** One compiled node of a plan. */
export interface Step {
  /** Works on `run.data`; undefined where there was nothing to wait for. Rejects on defects of ours only. */
  run(run: Run): Promise<void> | undefined;
  /** What the step does, for people, a line each. */
  describe(): string[];
}

/** Whether `value` is an object that fields can be read from. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
