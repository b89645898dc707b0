import { contentOf, digestOf, GENESIS, previousOf, type Head, type SealedRecord } from './chain.ts';
import type { Checkpoint, CheckpointVerifier, KeptCheckpoint } from './checkpoint.ts';

/** What is wrong with a chain. */
export interface Fault {
  /** The first record that is not as it was made; null where that cannot be told. */
  readonly sequence: number | null;
  /** How that shows, as the end of a sentence about that record. */
  readonly reason: string;
}

/** What was found of a chain. */
export interface ChainReport {
  /** How many records are as they were made. */
  readonly records: number;
  readonly checkpoints: number;
  /** How many of the records, the last ones, no checkpoint signs yet. */
  readonly unsigned: number;
  readonly fault: Fault | null;
}

export interface Signed {
  /** All that are kept beside the records, in the order of their records. */
  readonly kept: readonly KeptCheckpoint[];
  /** Checkpoints kept elsewhere: the records have to lead to them, too. */
  readonly elsewhere: readonly string[];
  readonly read: CheckpointVerifier;
}

/**
 * Checks the records of a chain, handed over in the order of their numbers. What is changed, taken out, put in,
 * put elsewhere or cut off after a record was made shows: by the hashes, and, where these were made anew, by the
 * signed checkpoints. Only what no checkpoint signs yet can be cut off or made anew without a trace.
 */
export class ChainCheck {
  readonly #chain: string;
  readonly #checkpoints = new Map<number, Checkpoint>();
  /** What is wrong with checkpoints, by the records that they are of. */
  readonly #faulty = new Map<number, string>();
  readonly #kept: number;
  #head: Head = GENESIS;
  /** The head does not follow the record before it: which of the two is bad, the next one tells. */
  #isInDoubt = false;
  #signed = 0;
  #fault: Fault | null = null;

  constructor(chain: string, { kept, elsewhere, read }: Signed) {
    this.#chain = chain;
    this.#kept = kept.length;
    this.#readKept(kept, read);
    for (const jws of elsewhere) this.#readElsewhere(jws, read);
  }

  /** Takes the next record. Gives what is wrong, from then on always the same; null while nothing is. */
  take(record: SealedRecord): Fault | null {
    this.#fault ??= this.#settledDoubt(record) ?? this.#faultOf(record);
    return this.#fault;
  }

  /** What was found, once there are no more records. */
  end(): ChainReport {
    this.#fault ??= this.#settledDoubt() ?? this.#missingEnd();
    const { sequence } = this.#head;
    const bad = this.#fault?.sequence;
    const records = bad == null ? sequence : Math.min(bad - 1, sequence);
    const unsigned = Math.max(0, records - this.#signed);
    return { records, checkpoints: this.#kept, unsigned, fault: this.#fault };
  }

  #readKept(kept: readonly KeptCheckpoint[], read: CheckpointVerifier): void {
    let before = 0;
    for (const { sequence, jws } of kept) {
      const checkpoint = read(jws);
      if (!checkpoint || checkpoint.chain !== this.#chain || checkpoint.sequence !== sequence) {
        this.#faulty.set(sequence, 'its checkpoint is not one that a known key signed for it');
      } else {
        this.#checkpoints.set(sequence, checkpoint);
        if (checkpoint.before > before) this.#faulty.set(checkpoint.before, 'its checkpoint is missing');
        else if (checkpoint.before < before) this.#faulty.set(sequence, 'its checkpoint follows another one');
      }
      before = sequence;
    }
  }

  #readElsewhere(jws: string, read: CheckpointVerifier): void {
    const checkpoint = read(jws);
    if (!checkpoint || checkpoint.chain !== this.#chain) {
      const reason =
        'the checkpoint that is kept elsewhere is not one that a known key signed for this chain';
      this.#fault ??= { sequence: null, reason };
      return;
    }
    const { sequence } = checkpoint;
    const known = this.#checkpoints.get(sequence);
    if (known && known.hash !== checkpoint.hash)
      this.#faulty.set(sequence, 'two checkpoints sign different records in its place');
    else if (!known) this.#faulty.set(sequence, 'its checkpoint is missing');
    this.#checkpoints.set(sequence, checkpoint);
  }

  #faultOf(record: SealedRecord): Fault | null {
    const sequence = this.#head.sequence + 1;
    const wrong = this.#wrong(record, sequence);
    if (wrong !== null) return { sequence, reason: wrong };
    const follows = previousOf(record.body) === this.#head.hash;
    this.#head = record;
    if (!follows && sequence === 1) return { sequence, reason: 'it is said to follow another one' };
    this.#isInDoubt = !follows;
    return follows ? this.#checkedAgainstCheckpoint(record) : null;
  }

  /** What is wrong with a record by itself. */
  #wrong(record: SealedRecord, expected: number): string | null {
    const { chain, sequence, body, hash } = record;
    if (sequence !== expected) {
      return sequence > expected
        ? `it is missing: the next one is record ${sequence}`
        : `record ${sequence} stands in its place`;
    }
    if (digestOf(body) !== hash) return 'what it says is not what its hash was made of';
    if (chain !== this.#chain || contentOf(record) === undefined) {
      return 'it says another place than the one that it has';
    }
    return null;
  }

  #checkedAgainstCheckpoint({ sequence, hash }: SealedRecord): Fault | null {
    const checkpoint = this.#checkpoints.get(sequence);
    if (checkpoint && checkpoint.hash !== hash) {
      const first = this.#signed + 1;
      const some = first === sequence ? 'it is' : `it, or one up to record ${sequence}, is`;
      return { sequence: first, reason: `${some} not the one that was signed: the hashes were made anew` };
    }
    const faulty = this.#faulty.get(sequence);
    if (faulty !== undefined) return { sequence, reason: faulty };
    if (checkpoint) this.#signed = sequence;
    return null;
  }

  /** Which of two records is bad that do not follow each other: the one that the next one does not follow. */
  #settledDoubt(next?: SealedRecord): Fault | null {
    if (!this.#isInDoubt) return null;
    this.#isInDoubt = false;
    const { sequence, hash } = this.#head;
    const isFollowed =
      next !== undefined && previousOf(next.body) === hash && digestOf(next.body) === next.hash;
    return isFollowed && this.#signed < sequence - 1
      ? { sequence: sequence - 1, reason: 'it is not the one that the next record follows' }
      : { sequence, reason: 'it does not follow the record before it' };
  }

  #missingEnd(): Fault | null {
    const { sequence } = this.#head;
    const beyond = [...this.#checkpoints.keys(), ...this.#faulty.keys()].filter((it) => it > sequence);
    if (beyond.length === 0) return null;
    const last = Math.max(...beyond);
    const others = last === sequence + 1 ? '' : `, and all up to record ${last} are,`;
    return { sequence: sequence + 1, reason: `it is missing${others} though checkpoints tell of it` };
  }
}
