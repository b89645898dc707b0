/** A supergraph that is not taken; the message says why, in the schema's names and in no subgraph's words. */
export class SupergraphRefused extends Error {
  override name = 'SupergraphRefused';

  /** Whether it may be taken later as it is: its subgraphs were not ready. */
  readonly mayPass: boolean;

  constructor(message: string, { mayPass = false } = {}) {
    super(message);
    this.mayPass = mayPass;
  }
}
