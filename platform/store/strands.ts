import type { RawBuilder } from 'kysely';

/** Rows of a table that have the same in some columns, in the order of its keys. */
export interface Strand {
  /** Its place among the strands: all rows of one place come before those of the next. */
  readonly place: number;
  /** What its rows have in the columns that tell strands apart. */
  readonly having: readonly string[];
  /** The keys after which its rows are wanted; null for all of them. */
  readonly after: readonly string[] | null;
}

/** The first rows of many strands together. */
export interface StrandQuery {
  readonly table: string;
  /** The columns that tell strands apart; with the keys after them they stand in an index. */
  readonly columns: readonly string[];
  /** The columns that order the rows of a strand, which are texts and not empty; the last tells rows apart. */
  readonly keys: readonly string[];
  /** What rows have to fulfil besides. */
  readonly conditions: readonly RawBuilder<unknown>[];
  readonly strands: readonly Strand[];
  /** How many rows are wanted. */
  readonly limit: number;
}

/** A row by its place and its keys. */
export interface StrandRow {
  readonly place: number;
  readonly keys: readonly string[];
}
