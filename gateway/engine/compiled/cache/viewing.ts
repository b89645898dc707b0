import { permissionOf, type Permission } from './permission.ts';

/** What is known of the versions of the subgraphs' data. */
export interface DataVersions {
  /**
   * The version now. Null where the subgraph has versions that cannot be heard now: nothing of it may be kept
   * or given. Undefined where it has none: its answers are kept for as long as they say.
   */
  current(subgraph: string): string | null | undefined;
}

/** Whom an execution is for, and when: what all that is kept of it hangs on. */
export interface Viewing {
  /** Tells viewers apart: everything of a request that subgraphs could answer by. */
  readonly viewer: string;
  /** In milliseconds since 1970. */
  readonly now: number;
  readonly versions: DataVersions;
}

/** What a subgraph says of its answer beside the answer. */
export interface Remarks {
  readonly cacheControl?: string | undefined;
  readonly dataVersion?: string | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

/** Whether and how long an answer may be kept; never one with errors, or from data that have changed since. */
export function permitted(
  subgraph: string,
  remarks: Remarks,
  { now, versions }: Viewing,
): Permission | undefined {
  if (remarks.errors && remarks.errors.length > 0) return undefined;
  const version = versions.current(subgraph);
  if (version === null || (version !== undefined && version !== remarks.dataVersion)) return undefined;
  return permissionOf(remarks.cacheControl, now);
}
