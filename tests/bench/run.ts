import { startFixture } from './fixture/start-fixture.ts';
import type { GraphName, RunningGraph } from './graph.ts';
import { LoadGenerator } from './load/load-generator.ts';
import { sameAnswers } from './load/same-answers.ts';
import { takeTurn, type Contender, type Turn } from './load/turn.ts';
import type { BenchOptions } from './options.ts';
import { createIdentity, type Identity } from './product/identity.ts';
import { startProduct } from './product/start-product.ts';
import type { OperationResult, PeakMemory, Results } from './report/results.ts';
import { installPeers } from './servers/peers.ts';
import { startServer, type Server } from './servers/server.ts';
import { REFERENCE } from './servers/table.ts';

export interface RunContext {
  /** For files of the run. */
  readonly folder: string;
  /** Prints a line of progress. */
  readonly say: (line: string) => void;
}

/** The servers that compete in one operation. */
type Lane = readonly Contender[];

const START: Readonly<Record<GraphName, (folder: string, identity: Identity) => Promise<RunningGraph>>> = {
  fixture: startFixture,
  product: startProduct,
};

/**
 * Starts all servers, compares their answers, warms them up and measures them in turns. What it started runs
 * on until the caller ends it.
 */
export async function runBench(options: BenchOptions, context: RunContext): Promise<Results> {
  const { folder, say } = context;
  if (options.servers.some((it) => it.isPeer)) await installPeers(say);
  const identity = await createIdentity(folder);
  const lanes: Lane[] = [];
  for (const name of Object.keys(START) as GraphName[]) {
    if (!isMeasured(name, options)) continue;
    say(`Starting the subgraphs of the ${name} …`);
    const graph = await START[name](folder, identity);
    lanes.push(...(await lanesOn(name, graph, options, say)));
  }
  const turns = await measure(lanes, options, say);
  return {
    operations: lanes.map((lane) => resultOf(lane, turns)),
    memory: await peakMemory(lanes),
  };
}

function isMeasured(name: GraphName, { operations, servers }: BenchOptions): boolean {
  return operations.some((it) => it.graph === name) && servers.some((it) => it.graphs.includes(name));
}

/** Starts the servers before a graph, and has them all give the same answers. */
async function lanesOn(
  name: GraphName,
  graph: RunningGraph,
  options: BenchOptions,
  say: RunContext['say'],
): Promise<Lane[]> {
  const servers: Server[] = [];
  for (const entry of options.servers.filter((it) => it.graphs.includes(name))) {
    say(`Starting ${entry.label} …`);
    servers.push(await startServer(entry, graph));
  }
  const lanes: Lane[] = [];
  for (const operation of options.operations.filter((it) => it.graph === name)) {
    say(`Comparing the answers to ${operation.name} …`);
    const expected = await sameAnswers(operation, servers, graph.headers);
    lanes.push(
      servers.map((server) => ({
        server,
        operation,
        graph,
        expected: expected.get(server.entry.name) ?? [],
      })),
    );
  }
  return lanes;
}

/** All turns of all rounds. In each round every server has its turn under each operation, another one first. */
async function measure(
  lanes: readonly Lane[],
  options: BenchOptions,
  say: RunContext['say'],
): Promise<ReadonlyMap<Contender, readonly Turn[]>> {
  const { connections, seconds, warmUpSeconds, rounds } = options;
  const contenders = lanes.flat();
  const minutes = (contenders.length * (warmUpSeconds + rounds * seconds)) / 60;
  say(`${rounds} rounds of ${contenders.length} turns: about ${Math.ceil(minutes)} minutes.`);
  const load = new LoadGenerator();
  for (const contender of contenders) {
    say(`Warming up: ${contender.operation.name}, ${contender.server.entry.name}`);
    await takeTurn(contender, load, { connections, seconds: warmUpSeconds });
  }
  const turns = new Map<Contender, Turn[]>(contenders.map((it) => [it, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of lanes.flatMap((lane) => rotated(lane, round))) {
      const turn = await takeTurn(contender, load, { connections, seconds });
      turns.get(contender)?.push(turn);
      const { operation, server } = contender;
      const figures = `${turn.cpu.toFixed(2)} ms CPU, ${turn.throughput.toFixed(0)} req/s`;
      say(`Round ${round + 1} of ${rounds}: ${operation.name}, ${server.entry.name}: ${figures}`);
    }
  }
  return turns;
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function resultOf(lane: Lane, turns: ReadonlyMap<Contender, readonly Turn[]>): OperationResult {
  const { operation } = lane[0] as Contender;
  return {
    operation,
    reference: REFERENCE[operation.graph],
    servers: lane.map((contender) => {
      const { name, label } = contender.server.entry;
      return { name, label, turns: turns.get(contender) ?? [] };
    }),
  };
}

/** Of each server's process, whatever operations it had. */
async function peakMemory(lanes: readonly Lane[]): Promise<PeakMemory[]> {
  const graphs = new Map(lanes.flat().map(({ server, operation }) => [server, operation.graph]));
  return Promise.all(
    [...graphs].map(async ([{ entry, child }, graph]) => {
      const { lifetimeRss } = await child.usage();
      return { name: entry.name, graph, bytes: lifetimeRss };
    }),
  );
}
