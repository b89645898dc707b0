/** The supergraphs that operations belong to: the bench's own, and the product's. */
export type GraphName = 'fixture' | 'product';

/** A supergraph whose subgraphs run. */
export interface RunningGraph {
  /** The file of the supergraph. */
  readonly supergraph: string;
  /** The same over subgraphs that say that their answers may be kept. */
  readonly cacheable: string;
  /** The file of the schema that clients see. */
  readonly api: string;
  /** The environment of the product's own gateway before it: keys, and a folder for its data. */
  readonly environment: Readonly<Record<string, string>>;
  /** What clients send with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** How many requests the subgraphs have answered so far; null where nobody counts. */
  fetches(): Promise<number | null>;
}
