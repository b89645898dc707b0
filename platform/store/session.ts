/** What one request reads and writes with. */
export interface StoreSession {
  /** Runs `work`: all that it asks of the store, at once or later, belongs to this request. */
  run<Result>(work: () => Result): Result;
  /** Lets go of what the request held. What it still asks afterwards is answered all the same. */
  end(): void;
}
