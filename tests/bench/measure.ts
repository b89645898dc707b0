import { bodiesOf } from './check.ts';
import type { Operation } from './fixture/operations.ts';
import type { RunningGraph } from './graphs.ts';
import type { LoadGenerator } from './load/load.ts';
import type { ExpectedAnswer, LoadOrder } from './load/messages.ts';
import { quantile } from './report/statistics.ts';
import type { Server } from './servers/server.ts';

/** What one server did in one turn. */
export interface Turn {
  readonly requests: number;
  readonly seconds: number;
  /** User and system time of the server's process, in milliseconds for each request. */
  readonly cpu: number;
  /** Requests in a second. */
  readonly throughput: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** In bytes. */
  readonly peakRss: number;
  readonly peakHeap: number;
  /** Requests that reached subgraphs for each of the server's; null where nobody counts. */
  readonly fetches: number | null;
}

/** A server under an operation. */
export interface Candidate {
  readonly server: Server;
  readonly operation: Operation;
  readonly graph: RunningGraph;
  readonly expected: readonly ExpectedAnswer[];
}

export interface Pace {
  readonly connections: number;
  readonly seconds: number;
}

/** How many requests a turn has at least, for each connection: fewer would be all start and end. */
const LEAST_PER_CONNECTION = 3;

function orderOf({ server, operation, graph, expected }: Candidate, pace: Pace): LoadOrder {
  const connections = Math.min(pace.connections, operation.connections ?? Number.POSITIVE_INFINITY);
  return {
    url: server.url,
    headers: graph.headers,
    bodies: bodiesOf(operation),
    expected,
    connections,
    seconds: pace.seconds,
    atLeast: connections * LEAST_PER_CONNECTION,
  };
}

/** One turn of a server: what it used is read before the first request and after the last answer. */
export async function turn(candidate: Candidate, load: LoadGenerator, pace: Pace): Promise<Turn> {
  const { server, graph } = candidate;
  const fetchesBefore = await graph.fetches();
  const before = await server.child.usage();
  const { requests, seconds, latencies } = await load.run(server.name, orderOf(candidate, pace));
  const after = await server.child.usage();
  const fetchesAfter = await graph.fetches();
  return {
    requests,
    seconds,
    cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / 1_000 / requests,
    throughput: requests / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    peakRss: after.peakRss,
    peakHeap: after.peakHeap,
    fetches:
      fetchesBefore === null || fetchesAfter === null ? null : (fetchesAfter - fetchesBefore) / requests,
  };
}
