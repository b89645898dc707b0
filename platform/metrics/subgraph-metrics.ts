import { Counter, Histogram, type Registry } from 'prom-client';
import { ERROR_CODES } from '../errors.ts';
import { SECONDS_BUCKETS } from './buckets.ts';
import type { SubgraphCounters, SubgraphMeter } from './subgraph-meter.ts';

/** Upper bounds of what a statement takes, in seconds. */
const STATEMENT_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5];

/**
 * What the subgraphs of a process count. Every label has few values: subgraphs, outcomes, codes. Nothing of a
 * viewer or a record is in it.
 */
export class SubgraphMetrics {
  readonly #registry: Registry;
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #errors: Counter;
  readonly #statements: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#registry = registry;
    this.#requests = new Counter({
      name: 'subgraph_requests_total',
      help: 'Requests to a subgraph: answered, answered with errors, or refused for want of a valid assertion.',
      labelNames: ['subgraph', 'outcome'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'subgraph_request_seconds',
      help: 'From a request that was let in to its answer.',
      labelNames: ['subgraph'],
      buckets: [...SECONDS_BUCKETS],
      registers,
    });
    this.#errors = new Counter({
      name: 'subgraph_errors_total',
      help: 'Errors in the answers of a subgraph, by code.',
      labelNames: ['subgraph', 'code'],
      registers,
    });
    this.#statements = new Histogram({
      name: 'subgraph_statement_seconds',
      help: 'What SQL statements of a subgraph took.',
      labelNames: ['subgraph'],
      buckets: STATEMENT_BUCKETS,
      registers,
    });
  }

  /** What `subgraph` counts into, its own counters included. */
  of(subgraph: string, own: SubgraphCounters = {}): SubgraphMeter {
    const counters = new Map(
      Object.entries(own).map(([name, { help, label, values }]) => [
        name,
        {
          label,
          values: new Set(values),
          counter: new Counter({
            name: `${subgraph}_${name}_total`,
            help,
            labelNames: [label],
            registers: [this.#registry],
          }),
        },
      ]),
    );
    return {
      answered: (seconds, codes) => {
        this.#requests.inc({ subgraph, outcome: codes.length > 0 ? 'errors' : 'answered' });
        this.#seconds.observe({ subgraph }, seconds);
        for (const it of codes) this.#errors.inc({ subgraph, code: knownCode(it) });
      },
      refused: () => this.#requests.inc({ subgraph, outcome: 'refused' }),
      statement: (seconds) => this.#statements.observe({ subgraph }, seconds),
      count(name, value, amount) {
        const found = counters.get(name);
        if (found?.values.has(value)) found.counter.inc({ [found.label]: value }, amount);
      },
    };
  }
}

/** A code of ours; any other as one, so that labels stay few. */
function knownCode(code: unknown): string {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) ? code : 'other';
}
