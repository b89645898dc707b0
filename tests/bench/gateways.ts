import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFixture } from './fixture/start-fixture.ts';
import type { RunningGraph } from './graph.ts';
import { LoadGenerator } from './load/load-generator.ts';
import type { LoadOrder } from './load/messages.ts';
import { bodiesOf, sameAnswers } from './load/same-answers.ts';
import { FIXTURE_OPERATIONS, type Operation } from './operations.ts';
import { createIdentity } from './product/identity.ts';
import { spread } from './report/statistics.ts';
import { stopAll } from './servers/child.ts';
import { startServer, type Server } from './servers/server.ts';
import { SERVERS } from './servers/table.ts';

/** Connections in all, over two generators: as many whether there is one gateway or two. */
const CONNECTIONS = 32;
const WARM_UP_SECONDS = 4;

/** What is compared: gateways of one kind, and what they have in common with the first. */
interface Contender {
  readonly name: string;
  readonly servers: readonly Server[];
}

interface Turn {
  readonly throughput: number;
  /** Of all its gateways, in milliseconds for each request. */
  readonly cpu: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '4' } },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const operation = FIXTURE_OPERATIONS.find((it) => it.name === 'page') as Operation;
const folder = mkdtempSync(join(tmpdir(), 'gateways-'));
// Takes what gateways send to a collector, and reads nothing of it: its cost is not theirs.
const collector = createServer((socket) => {
  socket.on('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}');
  });
  socket.on('error', () => undefined);
});
await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
try {
  const graph = await startFixture(folder, await createIdentity(folder));
  const collected = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const contenders: Contender[] = [
    { name: 'one gateway', servers: [await gateway(graph)] },
    { name: 'two gateways', servers: [await gateway(graph), await gateway(graph)] },
    { name: 'one, with metrics', servers: [await gateway(graph, { METRICS: 'on' })] },
    {
      name: 'one, with traces of 5 %',
      servers: [
        await gateway(graph, { OTEL_EXPORTER_OTLP_ENDPOINT: collected, OTEL_TRACES_SAMPLER_ARG: '0.05' }),
      ],
    },
  ];
  const turns = await measure(contenders, graph);
  report(contenders, turns);
} finally {
  await stopAll();
  collector.close();
  rmSync(folder, { recursive: true, force: true });
}

function gateway(graph: RunningGraph, environment: Readonly<Record<string, string>> = {}): Promise<Server> {
  const ours = SERVERS.find((it) => it.name === 'ours');
  if (!ours) throw new Error('The bench has no server of ours.');
  return startServer(
    {
      ...ours,
      process(of, port) {
        const given = ours.process(of, port);
        return { ...given, environment: { ...given.environment, ...environment } };
      },
    },
    graph,
  );
}

async function measure(
  contenders: readonly Contender[],
  graph: RunningGraph,
): Promise<ReadonlyMap<Contender, readonly Turn[]>> {
  const generators = [new LoadGenerator(), new LoadGenerator()] as const;
  const expected = new Map<Server, LoadOrder['expected']>();
  for (const server of contenders.flatMap((it) => it.servers)) {
    const answers = await sameAnswers(operation, [server], graph.headers);
    expected.set(server, [...answers.values()][0] ?? []);
  }
  const turn = async ({ servers }: Contender, length: number): Promise<Turn> => {
    const before = await Promise.all(servers.map(({ child }) => child.usage()));
    const results = await Promise.all(
      generators.map((it, at) => {
        const server = servers[at % servers.length] as Server;
        return it.run({
          url: server.url,
          headers: graph.headers,
          bodies: bodiesOf(operation),
          expected: expected.get(server) ?? [],
          connections: CONNECTIONS / generators.length,
          seconds: length,
          atLeast: CONNECTIONS,
        });
      }),
    );
    const after = await Promise.all(servers.map(({ child }) => child.usage()));
    const requests = results.reduce((sum, it) => sum + it.requests, 0);
    const used = after.reduce(
      (sum, it, at) => sum + it.cpuMicroseconds - (before[at]?.cpuMicroseconds ?? 0),
      0,
    );
    return {
      throughput: results.reduce((sum, it) => sum + it.requests / it.seconds, 0),
      cpu: used / 1_000 / requests,
    };
  };
  for (const it of contenders) {
    say(`Warming up: ${it.name}`);
    await turn(it, WARM_UP_SECONDS);
  }
  const turns = new Map<Contender, Turn[]>(contenders.map((it) => [it, []]));
  for (let round = 0; round < rounds; round++) {
    const start = round % contenders.length;
    for (const it of [...contenders.slice(start), ...contenders.slice(0, start)]) {
      const taken = await turn(it, seconds);
      turns.get(it)?.push(taken);
      say(
        `Round ${round + 1} of ${rounds}: ${it.name}: ${taken.throughput.toFixed(0)} req/s, ${taken.cpu.toFixed(2)} ms CPU`,
      );
    }
  }
  return turns;
}

/** Ratios are taken within a round, between neighbours in time. */
function report(contenders: readonly Contender[], turns: ReadonlyMap<Contender, readonly Turn[]>): void {
  const [reference] = contenders;
  const of = (it: Contender | undefined): readonly Turn[] => (it && turns.get(it)) ?? [];
  say(`\n${operation.label}, ${CONNECTIONS} connections, medians of ${rounds} rounds; ratios to the first\n`);
  say('| | req/s | ratio | least to most | CPU ms | ratio | least to most |');
  say('|---|---|---|---|---|---|---|');
  for (const it of contenders) {
    const figures = [(turn: Turn) => turn.throughput, (turn: Turn) => turn.cpu];
    const cells = figures.flatMap((value) => {
      const { median } = spread(of(it).map(value));
      const ratio = spread(of(it).map((turn, at) => value(turn) / value(of(reference)[at] as Turn)));
      return [
        median.toFixed(median < 10 ? 2 : 0),
        ratio.median.toFixed(2),
        `${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}`,
      ];
    });
    say(`| ${it.name} | ${cells.join(' | ')} |`);
  }
}
