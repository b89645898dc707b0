import type { Logger } from 'pino';
import type { Attestor } from '../identity/attestation.ts';
import type { CursorCodec } from '../paging/cursor.ts';
import type { Viewer } from '../identity/viewer.ts';
import type { AuditNote } from './audit-notes.ts';
import type { SubgraphSchemaParts } from './schema.ts';

/** What a subgraph needs from the process it runs in. */
export interface SubgraphEnvironment {
  /** Folder of the embedded stores; null for stores in memory. */
  readonly dataDirectory: string | null;
  /** Folder to read the facts from instead of those shipped with the subgraph. */
  readonly factsDirectory?: string | undefined;
  readonly cursors: CursorCodec;
  /** Signs what answers attest; absent where nothing is signed. */
  readonly attestor?: Attestor | undefined;
  readonly log: Logger;
  /** The current time; tests pass their own. */
  readonly clock: () => Date;
  /** Called with the text of every SQL statement that runs. */
  readonly onStatement?: ((statement: string) => void) | undefined;
}

/** A store that the process opens at start and closes at its end. */
export interface SubgraphStore {
  /**
   * The version of its data: an opaque text that is another one after each write, by this process or by
   * another, and never one of before a restart. It counts writes that the viewer may know nothing of, so it
   * is for the gateway alone, never for clients.
   */
  dataVersion(): string | Promise<string>;
  close(): Promise<void>;
}

/** What resolvers of one request share. Loaders live here and never outlive the request. */
export interface RequestContext<Store, Loaders> {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** The instant of the request, one for all its resolvers. */
  readonly now: Date;
  readonly store: Store;
  readonly loaders: Loaders;
  readonly cursors: CursorCodec;
  /** Signs what the answer attests; null where nothing is signed. */
  readonly attestor: Attestor | null;
  /** What the gateway is to record of the answer; resolvers add to it. */
  readonly notes: AuditNote[];
}

/** A subgraph: its schema, its store and its loaders. All four have this one shape. */
export interface SubgraphDefinition<Store extends SubgraphStore, Loaders> {
  readonly name: string;
  readonly schema: SubgraphSchemaParts<RequestContext<Store, Loaders>>;
  /** Whether its answers attest anything: only then it is given what signs. */
  readonly attests?: boolean;
  /** Opens, migrates and seeds the store. */
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
