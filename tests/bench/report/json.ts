import { cpus } from 'node:os';
import type { BenchOptions } from '../options.ts';
import { peerVersions } from '../servers/peers.ts';
import { figure, ratio, type OperationResult, type Results } from './results.ts';
import type { Verdict } from './targets.ts';

/** Everything that was measured, and where. */
export function toJson(results: Results, targets: readonly Verdict[], options: BenchOptions): string {
  const { rounds, seconds, warmUpSeconds, connections } = options;
  const all = {
    environment: environment(),
    options: { rounds, seconds, warmUpSeconds, connections },
    operations: results.operations.map(summary),
    memory: results.memory,
    targets,
  };
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** Where it runs, in one line for people. */
export function place(): string {
  const { node, platform, processors, processor } = environment();
  return `Node ${node}, ${platform}, ${processors} × ${processor}`;
}

function environment() {
  const all = cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processors: all.length,
    processor: all[0]?.model.trim() ?? 'unknown processor',
    peers: peerVersions(),
  };
}

function summary({ operation, reference, servers }: OperationResult) {
  const { name, label, connections } = operation;
  const compareWith = servers.find((it) => it.name === reference);
  return {
    name,
    label,
    ...(connections === undefined ? {} : { connections }),
    reference,
    servers: servers.map((server) => ({
      name: server.name,
      label: server.label,
      cpuMilliseconds: figure(server, 'cpu'),
      throughput: figure(server, 'throughput'),
      p50Milliseconds: figure(server, 'p50'),
      p99Milliseconds: figure(server, 'p99'),
      peakRssBytes: figure(server, 'peakRss'),
      peakHeapBytes: figure(server, 'peakHeap'),
      ...(compareWith && {
        ratios: {
          cpuLess: ratio(compareWith, server, 'cpu'),
          throughputMore: ratio(server, compareWith, 'throughput'),
          p99Less: ratio(compareWith, server, 'p99'),
          rss: ratio(server, compareWith, 'peakRss'),
        },
      }),
      turns: server.turns,
    })),
  };
}
