import { Counter, Gauge, type Registry } from 'prom-client';
import type { AuditState } from '../audit/audit-log.ts';
import { tellAudit } from './audit-metrics.ts';
import { EngineMetrics } from './engine-metrics.ts';
import { FetchMetrics } from './fetch-metrics.ts';
import { LimitMetrics } from './limit-metrics.ts';
import { RequestMetrics } from './request-metrics.ts';

/**
 * What a gateway counts. Labels have few values: names of the supergraph, codes, statuses, outcomes, and partners
 * up to a number. Nothing of a document, a value, a record or a user is in it.
 */
export class GatewayMetrics {
  readonly requests: RequestMetrics;
  readonly fetches: FetchMetrics;
  readonly engine: EngineMetrics;
  readonly limits: LimitMetrics;
  readonly #registry: Registry;
  readonly #persisted: Counter;
  #underWay: () => number = () => 0;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.requests = new RequestMetrics(registry, () => this.#underWay());
    this.engine = new EngineMetrics(registry);
    this.fetches = new FetchMetrics(registry);
    this.limits = new LimitMetrics(registry);
    this.#persisted = new Counter({
      name: 'gateway_persisted_queries_total',
      help: 'Automatic persisted queries that were looked for by their hash: found, or missing.',
      labelNames: ['result'],
      registers: [registry],
    });
  }

  /** Has it ask for the number of requests under way. */
  countUnderWay(underWay: () => number): void {
    this.#underWay = underWay;
  }

  /** Has it tell whether the Redis that gateways share can be reached. */
  followRedis(isThere: () => boolean): void {
    this.#registry.registerMetric(
      new Gauge({
        name: 'gateway_redis_up',
        help: 'Whether the Redis that gateways share can be reached: 1 or 0. Absent where none is configured.',
        registers: [],
        collect() {
          this.set(isThere() ? 1 : 0);
        },
      }),
    );
  }

  /** Has it tell how the audit log does. */
  followAudit(observe: () => AuditState): void {
    tellAudit(this.#registry, observe);
  }

  /** An automatic persisted query was looked for. */
  readonly persistedQuery = (isFound: boolean): void =>
    this.#persisted.inc({ result: isFound ? 'found' : 'missing' });
}
