import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Tracing } from './tracing.ts';

/**
 * Records traces where the configuration names a collector; undefined, and nothing of it loaded, where not.
 * @param service the name of the process in traces, unless the configuration has another.
 */
export async function openTracing(
  config: Config,
  service: string,
  log: Logger,
): Promise<Tracing | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = config;
  if (!endpoint) return undefined;
  const { OtlpTracing } = await import('./otlp.ts');
  return new OtlpTracing({
    endpoint,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    service: config.OTEL_SERVICE_NAME ?? service,
    requests: config.OTEL_TRACES_SAMPLER_ARG,
    resolvers: config.TRACE_RESOLVERS,
    log,
  });
}
