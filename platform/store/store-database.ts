import { Kysely, type Transaction } from 'kysely';
import type { Viewer } from '../identity/viewer.ts';
import type { KeptFacts } from './kept-facts.ts';
import type { StoreSession } from './session.ts';
import type { StrandQuery, StrandRow } from './strands.ts';

/** The database of one subgraph: the same queries and changes, whatever dialect it speaks. */
export abstract class StoreDatabase<Tables> extends Kysely<Tables> {
  /**
   * The version of what it holds: another text after each write, whoever wrote, and none that ever stood for
   * other data. What is read after its version is never older than that version.
   */
  abstract dataVersion(): string | Promise<string>;

  /**
   * Runs a change as one transaction. Of changes under the same key, each sees what the one before it left.
   * @param key names what is changed, such as `contract us-dod-jwcc`.
   */
  abstract change<Result>(key: string, work: (step: Transaction<Tables>) => Promise<Result>): Promise<Result>;

  /** What is kept of the facts. */
  abstract readonly facts: KeptFacts;

  /**
   * The first rows of many strands together, in order. What that costs depends on the number of strands and on
   * the limit, and not on how many rows there are.
   */
  abstract firstOfStrands(query: StrandQuery): Promise<StrandRow[]>;

  /** Whether it can be read now. */
  abstract isReady(): Promise<boolean>;

  /** What one request of `viewer` reads and writes with; absent where that is the same for all. */
  session?(viewer: Viewer): StoreSession;

  /**
   * Calls `changed` whenever the version may be another one, until the function given back is called. Absent
   * where nothing tells of the writes of others, so that the version has to be looked at now and then.
   */
  watch?(changed: () => void): () => void;
}
