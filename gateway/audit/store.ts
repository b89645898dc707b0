import type { Head, SealedRecord } from './chain.ts';
import type { KeptCheckpoint } from './checkpoint.ts';

/** How far a chain has come. */
export interface ChainState {
  /** Its last record. */
  readonly head: Head;
  /** The record of its last checkpoint; 0 where there is none. */
  readonly signed: number;
}

/** A chain that another process writes. */
export class ChainTaken extends Error {
  override name = 'ChainTaken';

  constructor(chain: string) {
    super(`the chain ${chain} is written by another process`);
  }
}

/** Where chains are kept, for those who write them. Nothing that was appended can be changed through it. */
export interface AuditStore {
  /**
   * Takes a chain for this process alone, until it closes the store or ends, however it ends. A chain of which
   * there is no record yet begins.
   * @throws ChainTaken
   */
  claim(chain: string): Promise<void>;
  /** How far a chain has come. */
  state(chain: string): Promise<ChainState>;
  /**
   * Appends records of a claimed chain, which follow its last one, and the checkpoint of one of them or of an
   * earlier one: all of them or, where it rejects, none, unless their end could not be heard. They are there
   * for good once it resolves, whatever happens to the process or the machine.
   */
  append(records: readonly SealedRecord[], checkpoint: ChainCheckpoint | null): Promise<void>;
  close(): Promise<void>;
}

/** A checkpoint and its chain. */
export interface ChainCheckpoint extends KeptCheckpoint {
  readonly chain: string;
}

/** Which records are read: of instants (ISO 8601) from `from` on and before `to`. */
export interface Span {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Where chains are kept, for those who read them. What is read is of one moment. */
export interface AuditReader {
  /** The names of the chains, in their order. */
  chains(): Promise<readonly string[]>;
  count(chain: string): Promise<number>;
  /** The records of a chain, as they are kept, in the order of their numbers. */
  records(chain: string, span?: Span): AsyncIterable<SealedRecord>;
  /** All checkpoints of a chain, in the order of their records. */
  checkpoints(chain: string): Promise<readonly KeptCheckpoint[]>;
  close(): Promise<void>;
}
