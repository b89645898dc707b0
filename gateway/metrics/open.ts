import type { Config } from '../../platform/config.ts';
import { openMetrics } from '../../platform/metrics/open.ts';
import type { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';

/** What the gateway's process counts, and where the gateway counts into it. */
export interface OpenMetrics {
  readonly process: ProcessMetrics;
  readonly gateway: GatewayMetrics;
}

/** Counts as the configuration says; undefined, and nothing of it loaded, where METRICS is off. */
export async function openGatewayMetrics(config: Config): Promise<OpenMetrics | undefined> {
  const process = await openMetrics(config);
  if (!process) return undefined;
  const { GatewayMetrics } = await import('./gateway-metrics.ts');
  return { process, gateway: new GatewayMetrics(process.registry) };
}
