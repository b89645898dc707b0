import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sameAnswers } from './check.ts';
import { FIXTURE_OPERATIONS } from './fixture/operations.ts';
import { startFixture, startProduct, type RunningGraph } from './graphs.ts';
import { LoadGenerator } from './load/load.ts';
import { turn, type Candidate, type Turn } from './measure.ts';
import { readOptions, USAGE, UsageError, type BenchOptions } from './options.ts';
import { createIdentity } from './product/identity.ts';
import { MAIN_QUESTION } from './product/main-question.ts';
import type { Results } from './report/results.ts';
import { aligned, tableOf } from './report/tables.ts';
import { verdicts } from './report/targets.ts';
import { killAll, stopAll } from './servers/child.ts';
import { installPeers, peerVersions } from './servers/peers.ts';
import { startServer, type Server } from './servers/server.ts';
import { REFERENCE, SERVERS } from './servers/table.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Measures, and gives the results. */
async function bench(options: BenchOptions, folder: string): Promise<Results> {
  await installPeers(say);
  const identity = await createIdentity(folder);
  const load = new LoadGenerator();
  const kinds = (['fixture', 'product'] as const).filter((kind) =>
    options.operations.some((it) => it.graph === kind),
  );
  const lanes: Candidate[][] = [];
  const running: { readonly server: Server; readonly graph: string }[] = [];
  for (const kind of kinds) {
    say(`Starting the subgraphs of the ${kind} …`);
    const graph: RunningGraph = await (kind === 'fixture' ? startFixture : startProduct)(folder, identity);
    const servers: Server[] = [];
    for (const entry of options.servers.filter((it) => it.graphs.includes(kind))) {
      say(`Starting ${entry.label} …`);
      servers.push(
        await startServer({ name: entry.name, child: entry.start(graph), headers: graph.headers }),
      );
    }
    running.push(...servers.map((server) => ({ server, graph: kind })));
    for (const operation of options.operations.filter((it) => it.graph === kind)) {
      say(`Comparing the answers to ${operation.name} …`);
      const expected = await sameAnswers(operation, servers, graph.headers);
      lanes.push(
        servers.map((server) => ({ server, operation, graph, expected: expected.get(server.name) ?? [] })),
      );
    }
  }

  const turns = new Map<Candidate, Turn[]>(lanes.flat().map((it) => [it, []]));
  const { connections, seconds, warmUpSeconds, rounds } = options;
  for (const candidate of lanes.flat()) {
    say(`Warming up ${candidate.server.name} on ${candidate.operation.name} …`);
    await turn(candidate, load, { connections, seconds: warmUpSeconds });
  }
  for (let round = 0; round < rounds; round++) {
    for (const lane of lanes) {
      for (const candidate of rotated(lane, round)) {
        const one = await turn(candidate, load, { connections, seconds });
        turns.get(candidate)?.push(one);
        say(
          `Round ${round + 1} of ${rounds}: ${candidate.operation.name}, ${candidate.server.name}: ${one.cpu.toFixed(2)} ms CPU, ${one.throughput.toFixed(0)} req/s`,
        );
      }
    }
  }
  const lifetimeRss = await Promise.all(
    running.map(async ({ server, graph }) => ({
      name: server.name,
      graph,
      bytes: (await server.child.usage()).lifetimeRss,
    })),
  );
  return {
    lifetimeRss,
    operations: lanes.flatMap((lane) => {
      const operation = lane[0]?.operation;
      if (!operation) return [];
      const servers = lane.map((candidate) => ({
        name: candidate.server.name,
        label: SERVERS.find((it) => it.name === candidate.server.name)?.label ?? '',
        turns: turns.get(candidate) ?? [],
      }));
      return [{ operation, reference: REFERENCE[operation.graph], servers }];
    }),
  };
}

/** In each round another begins. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, index) => items[(index + by) % items.length] as Item);
}

function environment() {
  const processors = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    packages: peerVersions(),
  };
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), [...FIXTURE_OPERATIONS, MAIN_QUESTION], SERVERS);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const interrupted = (signal: NodeJS.Signals): void => {
    killAll();
    rmSync(folder, { recursive: true, force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  try {
    const results = await bench(options, folder);
    const found = verdicts(results);
    for (const operation of results.operations) say(`\n${tableOf(operation)}`);
    say('');
    const rows = found.map((it) => [it.figure, it.target, it.measured.toFixed(2), it.met ? 'met' : 'MISSED']);
    for (const line of aligned([['target', '', 'measured', ''], ...rows])) say(line);
    if (options.json) {
      const { rounds, seconds, connections } = options;
      const all = {
        environment: environment(),
        options: { rounds, seconds, connections },
        ...results,
        targets: found,
      };
      writeFileSync(options.json, `${JSON.stringify(all, null, 2)}\n`);
    }
    return options.strict && found.some((it) => !it.met) ? 1 : 0;
  } finally {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${isUsage ? `${error.message}\n\n${USAGE}` : (error as Error).message}\n`);
  process.exitCode = 1;
}
