import type { Logger } from 'pino';
import type { Attestor } from '../identity/attestation.ts';
import type { CursorCodec } from '../paging/cursor.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { AuditNote } from './audit-notes.ts';
import type { SubgraphCounters, SubgraphMeter } from '../metrics/subgraph-meter.ts';
import type { SubgraphMetrics } from '../metrics/subgraph-metrics.ts';
import type { Tracing } from '../tracing/tracing.ts';
import type { RequestSpans } from '../tracing/subgraph-tracing.ts';
import type { OnStatement } from '../store/statements.ts';
import type { AnyStoreDefinition } from '../store/definition.ts';
import type { PostgresSettings } from '../store/postgres/settings.ts';
import type { StoreSession } from '../store/session.ts';
import type { SubgraphSchemaParts } from './schema.ts';

/** What a subgraph needs from the process it runs in. */
export interface SubgraphEnvironment {
  /** Folder of the embedded stores; null for stores in memory. */
  readonly dataDirectory: string | null;
  /** Folder to read the facts from instead of those shipped with the subgraph. */
  readonly factsDirectory?: string | undefined;
  /** Where PostgreSQL holds the stores; absent where they are embedded. */
  readonly database?: PostgresSettings | undefined;
  /** Whether the stores may only be read. */
  readonly readOnly?: boolean | undefined;
  readonly cursors: CursorCodec;
  /** Signs what answers attest; absent where nothing is signed. */
  readonly attestor?: Attestor | undefined;
  readonly log: Logger;
  /** The current time; tests pass their own. */
  readonly clock: () => Date;
  readonly onStatement?: OnStatement | undefined;
  /** Where the process counts; absent where it does not. */
  readonly metrics?: SubgraphMetrics | undefined;
  /** Where the process records traces; absent where it does not. */
  readonly tracing?: Tracing | undefined;
}

/** A store that the process opens at start and closes at its end. */
export interface SubgraphStore {
  /**
   * The version of its data: an opaque text that is another one after each write, by this process or by
   * another, and never one of before a restart. It counts writes that the viewer may know nothing of, so it
   * is for the gateway alone, never for clients.
   */
  dataVersion(): string | Promise<string>;
  /**
   * Calls `changed` whenever the version may be another one, until the function given back is called; without
   * one the version has to be looked at now and then.
   */
  watch?(changed: () => void): (() => void) | undefined;
  /** What one request of `viewer` reads and writes with; undefined where that is the same for all. */
  session?(viewer: Viewer): StoreSession | undefined;
  /** Whether it can be read now. */
  isReady?(): Promise<boolean>;
  close(): Promise<void>;
}

/** What resolvers of one request share. Loaders live here and never outlive the request. */
export interface RequestContext<Store, Loaders> {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** The instant of the request, one for all its resolvers. */
  readonly now: Date;
  readonly store: Store;
  /** What the request reads and writes with, where that is its own. */
  readonly session?: StoreSession | undefined;
  readonly loaders: Loaders;
  readonly cursors: CursorCodec;
  /** Signs what the answer attests; null where nothing is signed. */
  readonly attestor: Attestor | null;
  /** What the gateway is to record of the answer; resolvers add to it. */
  readonly notes: AuditNote[];
  /** Adds to one of the subgraph's own {@link SubgraphDefinition.counters}. */
  readonly count: SubgraphMeter['count'];
  /** What is recorded of the request; absent where nothing is. */
  readonly spans?: RequestSpans | undefined;
}

/** A subgraph: its schema, its store and its loaders. All four have this one shape. */
export interface SubgraphDefinition<Store extends SubgraphStore, Loaders> {
  readonly name: string;
  readonly schema: SubgraphSchemaParts<RequestContext<Store, Loaders>>;
  /** Whether its answers attest anything: only then it is given what signs. */
  readonly attests?: boolean;
  /** What it counts of its own, for operators: sums alone, nothing of a viewer or a record. */
  readonly counters?: SubgraphCounters;
  /** What its store is made of, for those that look after stores. */
  readonly database?: AnyStoreDefinition;
  /** Opens the store. */
  openStore(environment: SubgraphEnvironment): Promise<Store>;
  createLoaders(store: Store, viewer: Viewer): Loaders;
}

/** Fixes the type parameters of a definition; gives it back as it is. */
export function defineSubgraph<Store extends SubgraphStore, Loaders>(
  definition: SubgraphDefinition<Store, Loaders>,
): SubgraphDefinition<Store, Loaders> {
  return definition;
}

/** A definition of whatever store and loaders, for those that only host it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the host never looks inside
export type AnySubgraph = SubgraphDefinition<any, any>;
