/** What an answer has to be: its length in bytes and a digest of them. */
export interface ExpectedAnswer {
  readonly bytes: number;
  readonly digest: string;
}

/** The order to put load on a server. */
export interface LoadOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The bodies of the requests, one of each seed, and the answers that they have to get. */
  readonly bodies: readonly string[];
  readonly expected: readonly ExpectedAnswer[];
  readonly connections: number;
  /** How long requests are sent, in seconds; longer where there were not `atLeast` of them by then. */
  readonly seconds: number;
  readonly atLeast: number;
}

/** What came of it. */
export interface LoadResult {
  readonly requests: number;
  /** From the first request to the last answer, in seconds. */
  readonly seconds: number;
  /** Of each request, in milliseconds, ascending. */
  readonly latencies: Float64Array;
  /** Why it stopped early: an answer that was none, or not the expected. */
  readonly failure: string | null;
}
