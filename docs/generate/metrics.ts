import type { Registry } from 'prom-client';
import { GatewayMetrics } from '../../gateway/metrics/gateway-metrics.ts';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { SubgraphMetrics } from '../../platform/metrics/subgraph-metrics.ts';
import { CATALOGUE_COUNTERS } from '../../subgraphs/catalogue/counters.ts';
import { tableRow } from './table.ts';

/** What a registry tells of a metric, beside what its types say. */
interface Described {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames?: readonly string[];
}

/** Metrics of processes that do not hang on the system, and are worth watching. */
const EVERYWHERE =
  /^(process_(cpu_seconds_total|resident_memory_bytes|start_time_seconds)|nodejs_(eventloop_lag_\w*seconds|heap_size_\w+|external_memory_bytes|gc_\w+|active_\w+_total|version_info))$/;

/** `docs/metrics.md`: what processes count, from the registries that they count into. */
export function metricsTable(): string {
  const { registry } = new ProcessMetrics({ peers: [] });
  const ofProcess = described(registry);
  const ofGateway = added(registry, () => {
    const metrics = new GatewayMetrics(registry);
    metrics.followRedis(() => true);
    metrics.followAudit(() => ({ isFailing: false, written: 0, pending: 0, lost: 0 }));
  });
  const ofSubgraphs = added(registry, () =>
    new SubgraphMetrics(registry).of('catalogue', CATALOGUE_COUNTERS),
  );
  return [
    '# Metrics',
    '',
    'Generated from the registries of the processes (`npm run docs`). `METRICS=on` has a process tell them at `/metrics`',
    'as Prometheus reads it; [operations](operations.md) says who may ask and what to watch. Labels have few values: names',
    'of the supergraph, codes, statuses, outcomes, and partners up to a number. Nothing of a document, a value, a record or',
    'a user is among them.',
    '',
    ...section('The gateway', ofGateway),
    ...section(
      'Subgraphs',
      ofSubgraphs,
      'Told by the process of a subgraph; by the gateway where subgraphs run in its process.',
    ),
    ...section(
      'Every process',
      ofProcess.filter(({ name }) => EVERYWHERE.test(name)),
      'These on every system, and more on some.',
    ),
  ].join('\n');
}

function section(title: string, metrics: readonly Described[], said?: string): string[] {
  return [
    `## ${title}`,
    '',
    ...(said ? [said, ''] : []),
    '| Metric | Kind | Labels | Meaning |',
    '|---|---|---|---|',
    ...metrics.map(({ name, type, labelNames = [], help }) =>
      tableRow([`\`${name}\``, type, labelNames.map((it) => `\`${it}\``).join(', '), help]),
    ),
    '',
  ];
}

/** What `add` adds to a registry. */
function added(registry: Registry, add: () => unknown): readonly Described[] {
  const { length } = described(registry);
  add();
  return described(registry).slice(length);
}

function described(registry: Registry): readonly Described[] {
  return registry.getMetricsAsArray() as unknown as readonly Described[];
}
