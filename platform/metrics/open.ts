import type { Config } from '../config.ts';
import type { ProcessMetrics } from './process-metrics.ts';
import type { SubgraphMetrics } from './subgraph-metrics.ts';

/** What a process counts; undefined, and nothing of it loaded, where METRICS is off. */
export async function openMetrics(config: Config): Promise<ProcessMetrics | undefined> {
  if (!config.METRICS) return undefined;
  const { ProcessMetrics } = await import('./process-metrics.ts');
  const { METRICS_PORT: port, METRICS_HOST: host = config.HOST, METRICS_PEERS: peers } = config;
  return new ProcessMetrics(port === undefined ? { peers } : { host, port });
}

/** Where the subgraphs of a process count, where it counts. */
export async function openSubgraphMetrics(
  metrics: ProcessMetrics | undefined,
): Promise<SubgraphMetrics | undefined> {
  if (!metrics) return undefined;
  const { SubgraphMetrics } = await import('./subgraph-metrics.ts');
  return new SubgraphMetrics(metrics.registry);
}
