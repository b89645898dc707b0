/** What was noticed about a device's clock. */
export interface ClockWarning {
  readonly kind: 'OFFSET' | 'AHEAD' | 'BACKWARDS';
  /** By how many seconds; positive where the device's clock is ahead. */
  readonly seconds: number;
  /** The entry that shows it; null where the device's own reading does. */
  readonly sequence: number | null;
}

/** Differences up to this are usual, in seconds. */
export const CLOCK_TOLERANCE_SECONDS = 300;

interface TimedEntry {
  readonly sequence: number;
  readonly at: string;
}

/**
 * What is wrong with the device's clock, at most one warning of a kind, the worst case of each. Entries are
 * kept with the time that the device wrote; nothing is corrected.
 * @param deviceTime what the device's clock showed when it sent the batch, where it said so.
 * @param now the server's time at that moment.
 */
export function clockWarnings(
  entries: readonly TimedEntry[],
  deviceTime: Date | null,
  now: Date,
): readonly ClockWarning[] {
  const warnings: ClockWarning[] = [];
  if (deviceTime) {
    const seconds = secondsBetween(now.getTime(), deviceTime.getTime());
    if (Math.abs(seconds) > CLOCK_TOLERANCE_SECONDS) {
      warnings.push({ kind: 'OFFSET', seconds, sequence: null });
    }
  }
  const inOrder = [...entries].sort((a, b) => a.sequence - b.sequence);
  let ahead: ClockWarning | null = null;
  let backwards: ClockWarning | null = null;
  for (const [place, { sequence, at }] of inOrder.entries()) {
    const time = Date.parse(at);
    const lead = secondsBetween(now.getTime(), time);
    if (lead > Math.max(CLOCK_TOLERANCE_SECONDS, ahead?.seconds ?? 0)) {
      ahead = { kind: 'AHEAD', seconds: lead, sequence };
    }
    const before = inOrder[place - 1];
    if (!before) continue;
    const step = secondsBetween(Date.parse(before.at), time);
    if (step < Math.min(0, backwards?.seconds ?? 0)) {
      backwards = { kind: 'BACKWARDS', seconds: step, sequence };
    }
  }
  return [...warnings, ...(ahead ? [ahead] : []), ...(backwards ? [backwards] : [])];
}

function secondsBetween(from: number, to: number): number {
  return Math.round((to - from) / 1000);
}
