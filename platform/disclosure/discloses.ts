import type { Label } from './label.ts';
import { LEVEL_CHAINS } from './level-chains.ts';

/** What of a viewer decides which records they may see. */
export interface Reader {
  /** Null for the anonymous, whom nothing is released to. */
  readonly partner: string | null;
  /** The level up to which they are cleared; null where nobody says so. */
  readonly clearance: string | null;
  readonly compartments: readonly string[];
}

/** A text that is the same for readers to whom the same is disclosed by the same words of theirs. */
export function readerKey({ partner, clearance, compartments }: Reader): string {
  return JSON.stringify([partner, clearance, compartments]);
}

/**
 * Markings of information that anybody may see where no release restriction is stated; `PUBLIC` marks what its
 * source published to anybody. A marking that is no security classification but still protects (`GB:O`, `AU:O`,
 * `NATO:NU`, `CA:PB`, `FR-DR:DR`) is not among them.
 */
export const OPEN_MARKINGS: readonly string[] = Object.freeze([
  'PUBLIC',
  'US:U',
  'CA:U',
  'NZ:U',
  'UN:UNC',
  'FR-DR:NP',
]);

/** Whether it takes no clearance to read what is marked so. */
export function isOpenMarking(marking: string | null): boolean {
  return marking !== null && OPEN_MARKINGS.includes(marking);
}

const NOBODY: Reader = Object.freeze({ partner: null, clearance: null, compartments: [] });

/** Whether a record with this label may be shown to anybody, whoever they are. */
export function isOpen(label: Label): boolean {
  return discloses(label, NOBODY);
}

/** By each level: itself and those below it on its chains. */
const READABLE: ReadonlyMap<string, readonly string[]> = new Map(
  LEVEL_CHAINS.flat().map((level) => [
    level,
    [...new Set(LEVEL_CHAINS.flatMap((chain) => chain.slice(0, chain.indexOf(level) + 1)))],
  ]),
);

/**
 * The levels that somebody cleared for a level may read: itself and those below it on the same chain of the same
 * scheme. Levels of other schemes are not among them, whatever they correspond to: an equivalence says how to
 * protect what was released, and not that it was. None where the level is unknown or null.
 */
export function readableLevels(clearance: string | null): readonly string[] {
  return (clearance !== null && READABLE.get(clearance)) || [];
}

/**
 * Whether a record with this label may be shown: its marking is known; it names no compartment that the reader
 * was not read into; where it states a release set, that names the reader's partner; and it is open, or the
 * reader's clearance dominates it. What is protected and states no release set is shown to nobody.
 */
export function discloses(label: Label, reader: Reader): boolean {
  const { marking, handledAs, releasableTo, compartments } = label;
  if (marking === null) return false;
  if (!compartments.every((it) => reader.compartments.includes(it))) return false;
  if (releasableTo !== null && !releasableTo.some((it) => it === reader.partner)) return false;
  if (isOpenMarking(marking)) return true;
  if (releasableTo === null) return false;
  const readable = readableLevels(reader.clearance);
  return [marking, ...handledAs].some((it) => readable.includes(it));
}
