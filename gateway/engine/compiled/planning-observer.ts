/** Is told when operations are planned. */
export interface PlanningObserver<Context> {
  /** A request's operation was planned before. */
  found(context: Context): void;
  /**
   * An operation begins to be planned and compiled; what is given back is called at its end, with what went
   * wrong if anything did.
   * @param context the request that it is for; undefined where none waits for it.
   */
  begins(context: Context | undefined): (error?: unknown) => void;
}
