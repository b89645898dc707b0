import { Counter, Histogram, type Registry } from 'prom-client';
import { SECONDS_BUCKETS } from '../../platform/metrics/buckets.ts';
import { RequestEnded } from '../context.ts';
import { through, type Transports } from '../supergraph/transports.ts';
import {
  CircuitOpen,
  type SubgraphCall,
  type SubgraphReply,
  type Transport,
} from '../transport/transport.ts';

/** What the gateway asks its subgraphs, and what comes of it. */
export class FetchMetrics {
  readonly #fetches: Counter;
  readonly #seconds: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#fetches = new Counter({
      name: 'gateway_fetches_total',
      help: 'Calls to a subgraph, those that share their way with an equal one included: answered, answered with errors, failed, not sent while its circuit is open, or abandoned with their request.',
      labelNames: ['subgraph', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'gateway_fetch_seconds',
      help: 'From a call to a subgraph to its answer.',
      labelNames: ['subgraph'],
      buckets: [...SECONDS_BUCKETS],
      registers,
    });
  }

  /** Counts what `transports` carry. */
  counting(transports: Transports): Transports {
    return through(transports, (transport) => ({
      ...transport,
      call: (subgraph, call) => this.#call(transport, subgraph, call),
    }));
  }

  async #call(transport: Transport, subgraph: string, call: SubgraphCall): Promise<SubgraphReply> {
    const start = performance.now();
    try {
      const reply = await transport.call(subgraph, call);
      this.#seconds.observe({ subgraph }, (performance.now() - start) / 1_000);
      this.#fetches.inc({ subgraph, outcome: reply.errors?.length ? 'errors' : 'answered' });
      return reply;
    } catch (error) {
      this.#fetches.inc({ subgraph, outcome: outcomeOf(error) });
      throw error;
    }
  }
}

function outcomeOf(error: unknown): string {
  if (error instanceof CircuitOpen) return 'circuit-open';
  return error instanceof RequestEnded ? 'abandoned' : 'failed';
}
