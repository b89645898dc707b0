import { setTimeout } from 'node:timers/promises';
import type { RunningGraph } from '../graph.ts';
import type { Operation } from '../operations.ts';
import { quantile } from '../report/statistics.ts';
import type { Server } from '../servers/server.ts';
import { UnexpectedAnswer, type LoadGenerator } from './load-generator.ts';
import type { ExpectedAnswer, LoadOrder } from './messages.ts';
import { bodiesOf } from './same-answers.ts';

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

/** A server under an operation, and what it has to answer. */
export interface Contender {
  readonly server: Server;
  readonly operation: Operation;
  readonly graph: RunningGraph;
  readonly expected: readonly ExpectedAnswer[];
}

export interface Pace {
  readonly connections: number;
  readonly seconds: number;
}

/** How many requests of each connection a turn has at least: with fewer it would be all start and end. */
const LEAST_PER_CONNECTION = 3;
/** How long after its connections a process may end, in milliseconds. */
const EXIT_MILLISECONDS = 300;

/**
 * One turn of a server. What it has used is read before the first request and after the last answer.
 * @throws UnexpectedAnswer naming it, or ChildFailed where it has ended.
 */
export async function takeTurn(contender: Contender, load: LoadGenerator, pace: Pace): Promise<Turn> {
  const { child, entry } = contender.server;
  const fetches = await contender.graph.fetches();
  const before = await child.usage();
  const { requests, seconds, latencies } = await load
    .run(orderOf(contender, pace))
    .catch(async (error: unknown) => {
      // Its connections end a little sooner than it does, and how it ended tells more.
      await setTimeout(EXIT_MILLISECONDS);
      child.throwIfEnded();
      if (!(error instanceof UnexpectedAnswer)) throw error;
      throw new UnexpectedAnswer(`${entry.name}, ${contender.operation.name}: ${error.message}`);
    });
  const after = await child.usage();
  const fetchesAfter = await contender.graph.fetches();
  return {
    requests,
    seconds,
    cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / 1_000 / requests,
    throughput: requests / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    peakRss: after.peakRss,
    peakHeap: after.peakHeap,
    fetches: fetches === null || fetchesAfter === null ? null : (fetchesAfter - fetches) / requests,
  };
}

function orderOf({ server, operation, graph, expected }: Contender, pace: Pace): LoadOrder {
  const connections = Math.min(pace.connections, operation.connections ?? pace.connections);
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
