import type { GatewayContext } from '../context.ts';
import type { Engine, EngineParts, ExecutedAnswer, ValidRequest } from '../engine/engine.ts';
import { observed, type Misfit, type ObservedTransport } from './misfits.ts';
import type { Supergraph } from './supergraph.ts';
import type { Lease, Transports } from './transports.ts';

/** What generations are made with. */
export interface GenerationParts extends Omit<EngineParts, 'supergraph' | 'transport'> {
  readonly transports: Transports;
  readonly makeEngine: (parts: EngineParts) => Promise<Engine>;
}

/** A supergraph, the engine that serves it and the way to its subgraphs. */
export class Generation {
  readonly supergraph: Supergraph;
  readonly engine: Engine;
  readonly transport: ObservedTransport;
  /** Where its subgraphs are, where the supergraph says that. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly #lease: Lease;
  #underWay = 0;
  #whenIdle: (() => void) | undefined;

  /** @throws SupergraphRefused, Refusal, and whatever an engine throws at a supergraph that it cannot read. */
  static async make(supergraph: Supergraph, parts: GenerationParts): Promise<Generation> {
    const { transports, makeEngine, log, caches, planning } = parts;
    const lease = await transports.lease(supergraph);
    const transport = observed(lease.transport);
    try {
      const engine = await makeEngine({ supergraph, transport, log, caches, planning });
      return new Generation(supergraph, engine, transport, lease);
    } catch (error) {
      await lease.release();
      throw error;
    }
  }

  private constructor(supergraph: Supergraph, engine: Engine, transport: ObservedTransport, lease: Lease) {
    this.supergraph = supergraph;
    this.engine = engine;
    this.transport = transport;
    this.addresses = lease.addresses;
    this.#lease = lease;
  }

  async execute(request: ValidRequest, isRehearsal = false): Promise<ExecutedAnswer> {
    this.#underWay++;
    try {
      return await this.engine.execute(request, isRehearsal);
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#whenIdle?.();
    }
  }

  /** What a subgraph had against the supergraph when a request was executed. */
  misfitOf({ context }: ValidRequest): Misfit | undefined {
    return this.transport.misfitOf(context as GatewayContext);
  }

  /** Finishes what is under way, then lets go of the engine and the transport. */
  async retire(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    await this.engine.stop();
    await this.#lease.release();
  }
}
