import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { CacheCounts } from '../engine/compiled/cache/entity-cache.ts';
import { PlanningTooSlow } from '../engine/compiled/planner.ts';
import type { PlanningObserver } from '../engine/compiled/planning-observer.ts';
import type { Serving } from '../supergraph/serving.ts';

const STATES = ['closed', 'half-open', 'open'] as const;
/** Upper bounds of what planning takes, in seconds. */
const PLAN_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

type Served = Pick<Serving, 'current'>;

/** Plans, caches, circuits: what the engine and its transport are like now, and what they did. */
export class EngineMetrics implements PlanningObserver<unknown> {
  readonly #plans: Counter;
  readonly #seconds: Histogram;
  #serving: Served | undefined;

  constructor(registry: Registry) {
    this.#plans = new Counter({
      name: 'gateway_plans_total',
      help: 'Operations of the compiled engine that were found planned, or planned, or could not be: refused, or too slow to plan.',
      labelNames: ['result'],
      registers: [registry],
    });
    this.#seconds = new Histogram({
      name: 'gateway_plan_seconds',
      help: 'What planning and compiling an operation took, waiting for its turn included.',
      buckets: PLAN_BUCKETS,
      registers: [registry],
    });
    this.#gauge(registry, 'gateway_plans_held', 'Operations that are held planned.', [], (set, { engine }) =>
      set({}, engine.planned?.() ?? 0),
    );
    this.#gauge(
      registry,
      'gateway_circuit_state',
      '1 for the state that the circuit of a subgraph is in, 0 for the others.',
      ['subgraph', 'state'],
      (set, { transport }) => {
        for (const [subgraph, now] of transport.states()) {
          for (const state of STATES) set({ subgraph, state }, state === now ? 1 : 0);
        }
      },
    );
    this.#gauge(
      registry,
      'gateway_supergraph',
      '1 for the supergraph that is served, by the beginning of its SHA-256.',
      ['id'],
      (set, { supergraph }) => set({ id: supergraph.id.slice(0, 12) }, 1),
    );
    this.#caches(registry);
  }

  /** What is told of from now on. */
  follow(serving: Served): void {
    this.#serving = serving;
  }

  found(): void {
    this.#plans.inc({ result: 'found' });
  }

  begins(): (error?: unknown) => void {
    const start = performance.now();
    return (error) => {
      this.#seconds.observe((performance.now() - start) / 1_000);
      const result =
        error === undefined ? 'planned' : error instanceof PlanningTooSlow ? 'too-slow' : 'refused';
      this.#plans.inc({ result });
    };
  }

  #caches(registry: Registry): void {
    const ofCaches = (
      Metric: typeof Counter | typeof Gauge,
      name: string,
      help: string,
      value: (counts: CacheCounts) => number,
    ): void => {
      const counts = (): Iterable<readonly [string, CacheCounts]> =>
        this.#serving?.current.engine.cacheCounts?.() ?? [];
      registry.registerMetric(
        new Metric({
          name,
          help,
          labelNames: ['cache'],
          registers: [],
          collect() {
            this.reset();
            for (const [cache, it] of counts()) this.inc({ cache }, value(it));
          },
        }),
      );
    };
    ofCaches(
      Counter,
      'gateway_cache_hits_total',
      'What was looked for in a cache and was there.',
      (it) => it.hits,
    );
    ofCaches(
      Counter,
      'gateway_cache_misses_total',
      'What was looked for in a cache and was not there.',
      (it) => it.misses,
    );
    ofCaches(Gauge, 'gateway_cache_entries', 'What a cache holds.', (it) => it.entries);
    ofCaches(Gauge, 'gateway_cache_bytes', 'About how much memory a cache takes.', (it) => it.bytes);
    ofCaches(
      Gauge,
      'gateway_cache_hit_ratio',
      'The share of look-ups that found something, since the supergraph is served.',
      ({ hits, misses }) => (hits + misses === 0 ? 0 : hits / (hits + misses)),
    );
  }

  /** A gauge of what is served at the moment when it is asked for. */
  #gauge<Label extends string>(
    registry: Registry,
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: (
      set: (labels: Partial<Record<Label, string>>, value: number) => void,
      now: Served['current'],
    ) => void,
  ): void {
    const now = (): Served['current'] | undefined => this.#serving?.current;
    registry.registerMetric(
      new Gauge<Label>({
        name,
        help,
        labelNames: [...labelNames],
        registers: [],
        collect() {
          this.reset();
          const current = now();
          if (current) read((labels, value) => this.set(labels, value), current);
        },
      }),
    );
  }
}
