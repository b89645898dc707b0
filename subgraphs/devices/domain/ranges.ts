/** Consecutive sequence numbers from the first to the last, both included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The ranges that cover `ranges` and `sequences`, in order and as few as can be: neighbours that touch are
 * one. The result does not depend on the order or on repetition in the input.
 */
export function coverRanges(
  ranges: readonly SequenceRange[],
  sequences: Iterable<number>,
): readonly SequenceRange[] {
  const all = [...ranges, ...[...sequences].map((sequence) => ({ from: sequence, to: sequence }))].sort(
    (a, b) => a.from - b.from,
  );
  const covered: { from: number; to: number }[] = [];
  for (const { from, to } of all) {
    const last = covered.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else covered.push({ from, to });
  }
  return covered;
}

/** The last sequence up to which everything from 1 on is there; 0 where 1 itself is missing. */
export function contiguousThrough(ranges: readonly SequenceRange[]): number {
  const first = ranges[0];
  return first?.from === 1 ? first.to : 0;
}

/** What is missing before the last sequence that is there, in order. `ranges` as {@link coverRanges} gives them. */
export function gapsIn(ranges: readonly SequenceRange[]): readonly SequenceRange[] {
  return ranges
    .map(({ from }, place) => ({ from: (ranges[place - 1]?.to ?? 0) + 1, to: from - 1 }))
    .filter(({ from, to }) => from <= to);
}

/** Whether `sequence` lies in one of `ranges`, which are in order. */
export function inRanges(ranges: readonly SequenceRange[], sequence: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { from, to } = ranges[middle] as SequenceRange;
    if (sequence < from) high = middle - 1;
    else if (sequence > to) low = middle + 1;
    else return true;
  }
  return false;
}
