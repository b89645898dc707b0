/**
 * What the compiled engine cannot do, said while compiling and before anything is sent to a subgraph.
 * The message is written for clients and operators; it quotes nothing but the schema and the operation.
 */
export class Refusal extends Error {
  override name = 'Refusal';

  readonly kind: 'operation' | 'supergraph';

  constructor(kind: 'operation' | 'supergraph', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The operation asks for something that the engine does not do. */
export function refuseOperation(message: string): never {
  throw new Refusal('operation', message);
}

/** The supergraph has something that the engine cannot serve. */
export function refuseSupergraph(message: string): never {
  throw new Refusal('supergraph', message);
}
