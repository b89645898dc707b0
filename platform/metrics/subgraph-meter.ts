/** Counters of a subgraph's own, by their names: each with one label and all values that it can have. */
export type SubgraphCounters = Readonly<
  Record<string, { readonly help: string; readonly label: string; readonly values: readonly string[] }>
>;

/** What a subgraph counts into. */
export interface SubgraphMeter {
  /** A request was answered after `seconds`, with errors of these codes. */
  answered(seconds: number, codes: readonly unknown[]): void;
  /** A request was refused: its assertion was missing or not valid. */
  refused(): void;
  /** An SQL statement took `seconds`. */
  statement(seconds: number): void;
  /** Adds to a counter of the subgraph's own; what it did not declare counts nowhere. */
  count(name: string, value: string, amount: number): void;
}
