import type { DigestedEntry } from './journal-entry.ts';
import { contiguousThrough, coverRanges, gapsIn, type SequenceRange } from './ranges.ts';

/** What of a device's journal is known already, as far as a batch touches it. */
export interface KnownJournal {
  /** The sequences that are kept, all of them, as `coverRanges` gives them. */
  readonly ranges: readonly SequenceRange[];
  /** The kept entries at the sequences of the batch, and right before and after them. */
  readonly kept: ReadonlyMap<number, EntryLink>;
}

/** How an entry hangs in the chain. */
export interface EntryLink {
  readonly digest: string;
  readonly previousDigest: string | null;
}

/**
 * Two histories of one sequence. `CONTENT`: another content came for a sequence that was kept already.
 * `CHAIN`: the next entry builds on another one than that kept, which did not come (yet).
 */
export interface JournalFork {
  readonly sequence: number;
  /** Digest of the entry that is kept: the first that came. */
  readonly kept: string;
  /** Digest of the other one. */
  readonly rejected: string;
  readonly reason: 'CONTENT' | 'CHAIN';
}

/** What a batch does to a journal. */
export interface JournalMerge {
  /** Entries to keep, of sequences that were not known. */
  readonly accepted: readonly DigestedEntry[];
  /** How many entries came that were kept already, with the same content. */
  readonly duplicates: number;
  /** Entries of another content than that kept: to be stored beside it, so that nothing is lost. */
  readonly rejected: readonly DigestedEntry[];
  /** The forks that this batch shows, by sequence; the same again when the batch comes again. */
  readonly forks: readonly JournalFork[];
  readonly ranges: readonly SequenceRange[];
  /** Everything from 1 to here is kept; 0 where 1 is missing. */
  readonly acknowledgedThrough: number;
  /** What is missing before the last sequence that is kept. */
  readonly gaps: readonly SequenceRange[];
}

/**
 * Merges a batch of entries into a journal. Entries may come in any order, in any batches and repeatedly:
 * of a journal without forks the result is the same. Where a journal forked, the variant that came first is
 * kept, because its device was told so, and every other one is given back as `rejected`.
 */
export function mergeJournal(known: KnownJournal, batch: readonly DigestedEntry[]): JournalMerge {
  const kept = new Map(known.kept);
  const accepted: DigestedEntry[] = [];
  const rejected = new Map<string, DigestedEntry>();
  let duplicates = 0;
  for (const entry of batch) {
    const there = kept.get(entry.sequence);
    if (!there) {
      kept.set(entry.sequence, entry);
      accepted.push(entry);
    } else if (there.digest === entry.digest) {
      duplicates += 1;
    } else {
      rejected.set(forkKey(entry.sequence, entry.digest), entry);
    }
  }
  const ranges = coverRanges(
    known.ranges,
    accepted.map(({ sequence }) => sequence),
  );
  return {
    accepted,
    duplicates,
    rejected: [...rejected.values()],
    forks: forksShown(kept, [...rejected.values()], batch),
    ranges,
    acknowledgedThrough: contiguousThrough(ranges),
    gaps: gapsIn(ranges),
  };
}

function forksShown(
  kept: ReadonlyMap<number, EntryLink>,
  rejected: readonly DigestedEntry[],
  batch: readonly DigestedEntry[],
): readonly JournalFork[] {
  const forks = new Map<string, JournalFork>();
  const name = (sequence: number, digest: string, reason: JournalFork['reason']): void => {
    const there = kept.get(sequence);
    const key = forkKey(sequence, digest);
    if (there && there.digest !== digest && !forks.has(key)) {
      forks.set(key, { sequence, kept: there.digest, rejected: digest, reason });
    }
  };
  for (const { sequence, digest } of rejected) name(sequence, digest, 'CONTENT');
  for (const { sequence } of batch) {
    // An entry that came late may be the one that its successor should have built on.
    for (const later of [sequence, sequence + 1]) {
      const previous = kept.get(later)?.previousDigest ?? null;
      if (previous !== null) name(later - 1, previous, 'CHAIN');
    }
  }
  return [...forks.values()].sort((a, b) => a.sequence - b.sequence || (a.rejected < b.rejected ? -1 : 1));
}

function forkKey(sequence: number, digest: string): string {
  return `${sequence}:${digest}`;
}
