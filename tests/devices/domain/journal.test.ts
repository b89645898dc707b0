import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mergeJournal,
  type EntryLink,
  type JournalFork,
  type JournalMerge,
} from '../../../subgraphs/devices/domain/journal.ts';
import {
  canonicalEntry,
  type DigestedEntry,
  type JournalEntry,
} from '../../../subgraphs/devices/domain/journal-entry.ts';
import { coverRanges, inRanges, type SequenceRange } from '../../../subgraphs/devices/domain/ranges.ts';

const digested = (entry: JournalEntry): DigestedEntry => ({
  ...entry,
  digest: createHash('sha256').update(canonicalEntry(entry)).digest('hex'),
});

const usage = (sequence: number, quantity: string, previousDigest: string | null = null): DigestedEntry =>
  digested({
    sequence,
    at: '2026-11-01T00:00:00.000Z',
    kind: 'USAGE',
    offering: 'ms.azure-gov.storage',
    quantity,
    unit: 'GB',
    payload: null,
    previousDigest,
  });

/** A journal whose entries name their predecessors; `branch` makes its content its own. */
function chain(length: number, branch = '', after: DigestedEntry | null = null): DigestedEntry[] {
  const entries: DigestedEntry[] = [];
  let previous = after;
  for (let place = 1; place <= length; place += 1) {
    const sequence = (after?.sequence ?? 0) + place;
    previous = digested({ ...usage(sequence, '1', previous?.digest ?? null), payload: branch });
    entries.push(previous);
  }
  return entries;
}

/** What a store is, in memory: everything that merges ever gave it. */
class Journal {
  ranges: readonly SequenceRange[] = [];
  readonly kept = new Map<number, DigestedEntry>();
  readonly rejected = new Map<string, DigestedEntry>();
  readonly forks = new Map<string, JournalFork>();
  duplicates = 0;
  last: JournalMerge | null = null;

  take(batch: readonly DigestedEntry[]): JournalMerge {
    const touched = batch.flatMap(({ sequence }) => [sequence - 1, sequence, sequence + 1]);
    const links = new Map<number, EntryLink>();
    for (const sequence of touched) {
      const there = this.kept.get(sequence);
      if (there) links.set(sequence, there);
    }
    const merge = mergeJournal({ ranges: this.ranges, kept: links }, batch);
    for (const entry of merge.accepted) {
      expect(this.kept.has(entry.sequence), 'an entry that was kept is never replaced').toBe(false);
      this.kept.set(entry.sequence, entry);
    }
    for (const entry of merge.rejected) this.rejected.set(`${entry.sequence}:${entry.digest}`, entry);
    for (const fork of merge.forks) this.forks.set(`${fork.sequence}:${fork.rejected}`, fork);
    this.duplicates += merge.duplicates;
    this.ranges = merge.ranges;
    this.last = merge;
    return merge;
  }

  get state() {
    const inOrder = [...this.kept.values()].sort((a, b) => a.sequence - b.sequence);
    return {
      kept: inOrder.map(({ sequence, digest }) => [sequence, digest]),
      rejected: [...this.rejected.keys()].sort(),
      forks: [...this.forks.keys()].sort(),
      acknowledgedThrough: this.last?.acknowledgedThrough ?? 0,
      gaps: this.last?.gaps ?? [],
    };
  }
}

/** Deliveries of some entries: each at least once, in any order, cut into batches anyhow. */
const deliveriesOf = (entries: readonly DigestedEntry[]) =>
  fc
    .record({
      repeated: fc.array(fc.constantFrom(...entries), { maxLength: entries.length }),
      cuts: fc.array(fc.nat({ max: entries.length * 2 }), { maxLength: 6 }),
    })
    .chain(({ repeated, cuts }) =>
      fc
        .shuffledSubarray(
          [...entries.keys()].map((it) => it as number),
          {
            minLength: entries.length,
            maxLength: entries.length,
          },
        )
        .map((order) => {
          const all = [...order.map((place) => entries[place] as DigestedEntry), ...repeated];
          const bounds = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort(
            (a, b) => a - b,
          );
          return bounds.slice(1).map((end, place) => all.slice(bounds[place], end));
        }),
    );

/** A journal of which some entries are missing. */
const partOfJournal = fc
  .integer({ min: 1, max: 30 })
  .chain((length) =>
    fc.subarray(chain(length), { minLength: 1 }).map((entries) => entries as DigestedEntry[]),
  );

describe('a journal without forks', () => {
  test('comes to the same state in whatever order, batches and repetition its entries arrive', () => {
    const deliveries = partOfJournal.chain((entries) =>
      fc.record({ entries: fc.constant(entries), batches: deliveriesOf(entries) }),
    );
    fc.assert(
      fc.property(deliveries, ({ entries, batches }) => {
        const [inOrder, anyhow] = [new Journal(), new Journal()];
        inOrder.take(entries);
        for (const batch of batches) anyhow.take(batch);
        expect(anyhow.state).toEqual(inOrder.state);
        expect(anyhow.state.forks).toEqual([]);
        const delivered = batches.reduce((sum, batch) => sum + batch.length, 0);
        expect(anyhow.duplicates, 'what came more than once counts as a duplicate').toBe(
          delivered - entries.length,
        );
      }),
      { numRuns: 1500 },
    );
  });

  test('names as gaps exactly what is missing, and acknowledges exactly what is complete', () => {
    fc.assert(
      fc.property(partOfJournal, (entries) => {
        const journal = new Journal();
        journal.take(entries);
        const there = new Set(entries.map(({ sequence }) => sequence));
        const most = Math.max(...there);
        const missing = Array.from({ length: most }, (_, place) => place + 1).filter((it) => !there.has(it));
        expect(journal.state.gaps).toEqual(coverRanges([], missing));
        expect(journal.state.acknowledgedThrough).toBe(
          missing.length > 0 ? (missing[0] as number) - 1 : most,
        );
      }),
      { numRuns: 1500 },
    );
  });

  test('closes a gap when the missing entries come', () => {
    const entries = chain(5);
    const journal = new Journal();
    expect(journal.take([...entries.slice(0, 1), ...entries.slice(3)])).toMatchObject({
      acknowledgedThrough: 1,
      gaps: [{ from: 2, to: 3 }],
    });
    expect(journal.take(entries.slice(1, 3))).toMatchObject({ acknowledgedThrough: 5, gaps: [] });
  });
});

describe('a journal that forked', () => {
  /** Two histories that part after a common beginning. */
  const forked = fc
    .record({
      common: fc.nat({ max: 6 }),
      ours: fc.integer({ min: 1, max: 6 }),
      theirs: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ common, ours, theirs }) => {
      const start = chain(common);
      const last = start.at(-1) ?? null;
      return { start, ours: chain(ours, 'ours', last), theirs: chain(theirs, 'theirs', last) };
    });
  const delivered = forked.chain((histories) =>
    fc.record({
      histories: fc.constant(histories),
      batches: deliveriesOf([...histories.start, ...histories.ours, ...histories.theirs]),
    }),
  );

  test('loses nothing: every variant that came is kept or stored beside', () => {
    fc.assert(
      fc.property(delivered, ({ histories: { start, ours, theirs }, batches }) => {
        const journal = new Journal();
        for (const batch of batches) journal.take(batch);
        const stored = [...journal.kept.values(), ...journal.rejected.values()].map(({ digest }) => digest);
        const came = [...start, ...ours, ...theirs].map(({ digest }) => digest);
        expect([...new Set(stored)].sort()).toEqual(came.sort());
        expect(stored.length, 'no variant is stored twice').toBe(came.length);
      }),
      { numRuns: 1000 },
    );
  });

  test('names every sequence with two contents, and acknowledges alike in whatever order', () => {
    fc.assert(
      fc.property(delivered, ({ histories: { start, ours, theirs }, batches }) => {
        const journal = new Journal();
        for (const batch of batches) journal.take(batch);
        const twice = ours.filter((_, place) => place < theirs.length).map(({ sequence }) => sequence);
        const byContent = new Set([...journal.rejected.values()].map(({ sequence }) => sequence));
        expect([...byContent].sort((a, b) => a - b)).toEqual(twice);
        for (const sequence of twice) {
          expect([...journal.forks.values()].some((fork) => fork.sequence === sequence)).toBe(true);
        }
        for (const fork of journal.forks.values()) {
          expect(journal.kept.get(fork.sequence)?.digest).toBe(fork.kept);
          expect(fork.rejected).not.toBe(fork.kept);
        }
        const length = start.length + Math.max(ours.length, theirs.length);
        expect(journal.state).toMatchObject({ acknowledgedThrough: length, gaps: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test('shows the same forks again when the same batch comes again', () => {
    fc.assert(
      fc.property(delivered, ({ batches }) => {
        const journal = new Journal();
        for (const batch of batches) {
          const first = journal.take(batch);
          const second = journal.take(batch);
          expect(second.accepted).toEqual([]);
          expect(second.forks).toEqual(first.forks);
          expect(second.gaps).toEqual(first.gaps);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('keeps what came first and names the other by its digest', () => {
    const journal = new Journal();
    journal.take([usage(1, '5')]);
    expect(journal.take([usage(1, '7')])).toMatchObject({
      accepted: [],
      duplicates: 0,
      forks: [{ sequence: 1, kept: usage(1, '5').digest, rejected: usage(1, '7').digest, reason: 'CONTENT' }],
    });
    expect(journal.kept.get(1)?.quantity).toBe('5');
  });

  test.each(['before', 'after'])(
    'is noticed by the chain, the successor coming %s its predecessor',
    (when) => {
      const [kept, unseen] = [usage(1, '5'), usage(1, '6')];
      const successor = usage(2, '1', unseen.digest);
      const journal = new Journal();
      for (const entry of when === 'before' ? [successor, kept] : [kept, successor]) journal.take([entry]);
      expect(journal.last).toMatchObject({ acknowledgedThrough: 2 });
      expect([...journal.forks.values()]).toEqual([
        { sequence: 1, kept: kept.digest, rejected: unseen.digest, reason: 'CHAIN' },
      ]);
    },
  );
});

describe('the canonical text of an entry', () => {
  test('does not depend on how a quantity was written', () => {
    expect(usage(1, '1.50').digest).toBe(usage(1, '01.5').digest);
    expect(usage(1, '1.50').digest).not.toBe(usage(1, '15').digest);
  });

  test('is the documented JSON array', () => {
    expect(canonicalEntry(usage(7, '2.50'))).toBe(
      '[7,"2026-11-01T00:00:00.000Z","USAGE","ms.azure-gov.storage","2.5","GB",null,null]',
    );
  });

  test('differs where any field does', () => {
    const entry = usage(1, '1');
    const others: Partial<JournalEntry>[] = [
      { sequence: 2 },
      { at: '2026-11-01T00:00:00.001Z' },
      { kind: 'EVENT' },
      { offering: 'other' },
      { quantity: '2' },
      { unit: 'TB' },
      { payload: '' },
      { previousDigest: 'a'.repeat(64) },
    ];
    const texts = others.map((other) => canonicalEntry({ ...entry, ...other }));
    expect(new Set([canonicalEntry(entry), ...texts]).size).toBe(others.length + 1);
  });
});

test('ranges cover exactly their sequences, as few as can be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 })),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (first, second) => {
        const ranges = coverRanges(coverRanges([], first), second);
        const all = new Set([...first, ...second]);
        for (let sequence = 0; sequence <= 41; sequence += 1) {
          expect(inRanges(ranges, sequence)).toBe(all.has(sequence));
        }
        for (const [place, { from, to }] of ranges.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          const before = ranges[place - 1];
          if (before) expect(from, 'ranges that touch are one').toBeGreaterThan(before.to + 1);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
