import type { AuditNote } from '../../../../platform/subgraph/audit-notes.ts';
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
  /** Notes for the request what its subgraph said of an answer that was kept. */
  note(subgraph: string, notes: readonly AuditNote[]): void;
}

/** What a subgraph says of its answer beside the answer. */
export interface Remarks {
  readonly cacheControl?: string | undefined;
  readonly dataVersion?: string | undefined;
  readonly errors?: readonly unknown[] | undefined;
  readonly notes?: readonly AuditNote[] | undefined;
}

/** What an answer of a subgraph permits. */
export interface Permitted extends Permission {
  /** The version of the subgraph's data that it was made from; undefined where there are none. */
  readonly version: string | undefined;
}

/**
 * Whether and how long an answer may be kept; never one with errors, nor one from data that have changed
 * since, or of which changes cannot be heard.
 */
export function permitted(
  subgraph: string,
  { cacheControl, dataVersion, errors }: Remarks,
  { now, versions }: Viewing,
): Permitted | undefined {
  if ((errors && errors.length > 0) || versions.current(subgraph) !== dataVersion) return undefined;
  const permission = permissionOf(cacheControl, now);
  return permission && { ...permission, version: dataVersion };
}
