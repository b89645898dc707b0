import { canonicalQuantity, type Quantity } from './quantity.ts';

/** `USAGE`: an offering was used. `EVENT`: something else that the device noted. */
export type JournalEntryKind = 'USAGE' | 'EVENT';

/** A record of the journal that a device keeps, as the device wrote it. */
export interface JournalEntry {
  /** Its place in the journal: 1, 2, 3 … */
  readonly sequence: number;
  /** When, by the device's clock: an instant in ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly kind: JournalEntryKind;
  /** What was used; null for an event. So are the quantity and its unit. */
  readonly offering: string | null;
  readonly quantity: Quantity | null;
  readonly unit: string | null;
  readonly payload: string | null;
  /** Digest of the entry before; null where the device keeps no chain, and for its first entry. */
  readonly previousDigest: string | null;
}

/** An entry with the digest of its content. */
export interface DigestedEntry extends JournalEntry {
  readonly digest: string;
}

/**
 * The text whose SHA-256 is the entry's digest: a JSON array of its fields in this order, without spaces.
 * Equal content gives equal text, however a quantity was written.
 */
export function canonicalEntry(entry: JournalEntry): string {
  return JSON.stringify([
    entry.sequence,
    entry.at,
    entry.kind,
    entry.offering,
    entry.quantity === null ? null : canonicalQuantity(entry.quantity),
    entry.unit,
    entry.payload,
    entry.previousDigest,
  ]);
}
