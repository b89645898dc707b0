import type { GraphName } from '../graph.ts';
import type { Turn } from '../load/turn.ts';
import type { Operation } from '../operations.ts';
import { spread, type Spread } from './statistics.ts';

export interface PeakMemory {
  readonly name: string;
  readonly graph: GraphName;
  readonly bytes: number;
}

/** What was measured of one server under one operation. */
export interface ServerResult {
  readonly name: string;
  readonly label: string;
  readonly turns: readonly Turn[];
}

export interface OperationResult {
  readonly operation: Operation;
  /** The name of the server that the others are compared with. */
  readonly reference: string;
  readonly servers: readonly ServerResult[];
}

export interface Results {
  readonly operations: readonly OperationResult[];
  /** The most that was ever resident of each server's process. */
  readonly memory: readonly PeakMemory[];
}

/** Figures of which less is better, and the one of which more is. */
export type Figure = 'cpu' | 'throughput' | 'p50' | 'p99' | 'peakRss' | 'peakHeap';

/** The figure over the rounds. */
export function figure({ turns }: ServerResult, name: Figure): Spread {
  return spread(turns.map((it) => it[name]));
}

/** How many times `of` is what `by` is, in each round: rounds are compared with themselves. */
export function ratio(of: ServerResult, by: ServerResult, name: Figure): Spread {
  return spread(of.turns.map((turn, round) => turn[name] / (by.turns[round] as Turn)[name]));
}
