import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Registry } from 'prom-client';
import type { CacheCounts } from '../engine/compiled/cache/entity-cache.ts';
import type { Serving } from '../supergraph/serving.ts';

/** Serves what the gateway counts, as Prometheus reads it. Nothing of any request or viewer is in it. */
export function registerMetrics(app: FastifyInstance, serving: Pick<Serving, 'current'>): void {
  const registry = new Registry();
  const caches = (): Iterable<readonly [string, CacheCounts]> => serving.current.engine.cacheCounts?.() ?? [];

  const counted = (name: string, help: string, count: (counts: CacheCounts) => number): void => {
    const metric = new Counter({
      name,
      help,
      labelNames: ['cache'],
      registers: [],
      collect() {
        this.reset();
        for (const [cache, counts] of caches()) this.inc({ cache }, count(counts));
      },
    });
    registry.registerMetric(metric);
  };
  const measured = (name: string, help: string, measure: (counts: CacheCounts) => number): void => {
    const metric = new Gauge({
      name,
      help,
      labelNames: ['cache'],
      registers: [],
      collect() {
        this.reset();
        for (const [cache, counts] of caches()) this.set({ cache }, measure(counts));
      },
    });
    registry.registerMetric(metric);
  };

  counted('gateway_cache_hits_total', 'What was looked for in a cache and was there.', (it) => it.hits);
  counted(
    'gateway_cache_misses_total',
    'What was looked for in a cache and was not there.',
    (it) => it.misses,
  );
  measured(
    'gateway_cache_hit_ratio',
    'The share of look-ups that found something, since the supergraph is served.',
    ({ hits, misses }) => (hits + misses === 0 ? 0 : hits / (hits + misses)),
  );
  measured('gateway_cache_entries', 'What a cache holds.', (it) => it.entries);
  measured('gateway_cache_bytes', 'About how much memory a cache takes.', (it) => it.bytes);

  app.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
