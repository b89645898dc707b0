import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { ERROR_CODES } from '../../platform/errors.ts';
import { SECONDS_BUCKETS } from '../../platform/metrics/buckets.ts';
import type { RequestRecord } from '../http/request-journal.ts';

/** Requests to the endpoint, and what came of them. */
export class RequestMetrics {
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #operations: Counter;
  readonly #errors: Counter;

  /** @param underWay gives how many requests are under way. */
  constructor(registry: Registry, underWay: () => number) {
    const registers = [registry];
    this.#requests = new Counter({
      name: 'gateway_requests_total',
      help: 'HTTP requests to the endpoint, by the status they were answered with; aborted where their clients left before.',
      labelNames: ['status'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'gateway_request_seconds',
      help: 'From the headers of a request to the end of its answer.',
      buckets: [...SECONDS_BUCKETS],
      registers,
    });
    this.#operations = new Counter({
      name: 'gateway_operations_total',
      help: 'Operations, by kind (none: no operation could be read) and by what came: data, data in part beside errors, or nothing but errors.',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    this.#errors = new Counter({
      name: 'gateway_errors_total',
      help: 'Answers with an error of the code.',
      labelNames: ['code'],
      registers,
    });
    registry.registerMetric(
      new Gauge({
        name: 'gateway_requests_under_way',
        help: 'Requests that are worked on now, or wait for their turn.',
        registers: [],
        collect() {
          this.set(underWay());
        },
      }),
    );
  }

  /** Counts a request that has ended. */
  readonly read = ({ path, status, answered, codes, milliseconds, isAborted }: RequestRecord): void => {
    if (path !== '/graphql') return;
    this.#requests.inc({ status: isAborted ? 'aborted' : String(status) });
    this.#seconds.observe(milliseconds / 1_000);
    for (const code of codes) {
      this.#errors.inc({ code: Object.hasOwn(ERROR_CODES, String(code)) ? String(code) : 'other' });
    }
    if (!answered) return;
    const outcome = codes.length === 0 ? 'data' : answered.hasData ? 'part' : 'errors';
    this.#operations.inc({ kind: answered.kind ?? 'none', outcome });
  };
}
