import type { JournalEntry } from './journal-entry.ts';
import { sumOf, type Quantity } from './quantity.ts';

/** What a device used of one offering in one unit, over its whole journal. */
export interface UsageTotal {
  readonly offering: string;
  readonly unit: string;
  readonly quantity: Quantity;
  /** How many entries make it up. */
  readonly entries: number;
}

/** Names a total: totals of different units are never added. */
export function usageKey(offering: string, unit: string): string {
  return JSON.stringify([offering, unit]);
}

/** The totals of `entries`, by {@link usageKey}; events do not count. */
export function usageOf(entries: readonly JournalEntry[]): ReadonlyMap<string, UsageTotal> {
  const totals = new Map<string, UsageTotal>();
  for (const { offering, quantity, unit } of entries) {
    if (offering === null || quantity === null || unit === null) continue;
    const key = usageKey(offering, unit);
    totals.set(key, addUsage(totals.get(key), { offering, unit, quantity, entries: 1 }));
  }
  return totals;
}

/** Adds `more` to a total of the same offering and unit. */
export function addUsage(total: UsageTotal | undefined, more: UsageTotal): UsageTotal {
  return {
    offering: more.offering,
    unit: more.unit,
    quantity: sumOf(total?.quantity ?? '0', more.quantity),
    entries: (total?.entries ?? 0) + more.entries,
  };
}
