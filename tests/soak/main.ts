import { parseArgs } from 'node:util';
import { readEnv } from '../../platform/config.ts';
import { SoakedGateway } from './soaked-gateway.ts';
import { percentile, trendOf } from './statistics.ts';
import { GOOD, HOSTILE, Stream, type Target } from './traffic.ts';

/** Requests a second. */
const GOOD_RATE = 10;
const HOSTILE_RATE = 30;
/** Between two looks at the memory, in milliseconds. */
const LOOK = 2_000;
/** The share of the time with good requests alone, and the share after which memory is to be flat. */
const ALONE = 0.2;
const SETTLED = 0.5;
/** What fails: a heap that surely grows by more (MB a minute), and good requests that are slower so many times. */
const SLOPE = 1;
const RATIO = 3;

const MIB = 1024 * 1024;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * `npm run soak`: good requests alone for a while, then among hostile ones. Says how the heap grows and how
 * much slower good requests get. Gives the exit code.
 */
async function soak(minutes: number): Promise<number> {
  await using gateway = await SoakedGateway.start();
  const target: Target = { url: gateway.url, token: await gateway.token('GB') };
  const milliseconds = minutes * 60_000;
  say(
    `${minutes} min over ${gateway.url}: ${GOOD_RATE}/s good, from ${ALONE * 100} % of the time on ${HOSTILE_RATE}/s hostile.`,
  );

  const good = new Stream(GOOD, target, GOOD_RATE);
  // What is compiled at first use is no part of either figure.
  await wait(Math.min(5_000, milliseconds * ALONE * 0.5));
  good.takeLatencies();
  await wait(milliseconds * ALONE);
  const alone = good.takeLatencies();
  say(
    `good alone: p50 ${shown(percentile(alone, 0.5))} ms, p99 ${shown(percentile(alone, 0.99))} ms of ${alone.length}`,
  );

  const hostile = new Stream(HOSTILE, target, HOSTILE_RATE);
  const begun = performance.now();
  const heap: [minute: number, mebibytes: number][] = [];
  const among: number[] = [];
  while (performance.now() - begun < milliseconds * (1 - ALONE) && gateway.isRunning) {
    await wait(LOOK);
    // The collection that a look forces is no part of the latencies.
    among.push(...good.takeLatencies());
    const { heapUsed, external, rss } = await gateway.memory();
    await wait(100);
    good.takeLatencies();
    heap.push([(performance.now() - begun) / 60_000, (heapUsed + external) / MIB]);
    if (heap.length % 5 === 0) {
      say(
        `${shown(heap.at(-1)?.[0])} min: heap ${shown(heap.at(-1)?.[1])} MB, rss ${shown(rss / MIB)} MB, good p99 ${shown(percentile(among, 0.99))} ms`,
      );
    }
  }
  const isRunning = gateway.isRunning;
  await Promise.all([good.stop(), hostile.stop()]);

  const settled = heap.slice(Math.floor(heap.length * SETTLED));
  const { slope, margin } = trendOf(settled);
  const ratio = percentile(among, 0.99) / percentile(alone, 0.99);
  const wrong = [...good.wrong, ...hostile.wrong];
  say(`sent: ${good.sent} good, ${hostile.sent} hostile`);
  for (const [name, count] of wrong) say(`not answered as it has to be: ${name}, ${count} times`);
  say(
    `heap: ${shown(slope)} ± ${shown(margin)} MB/min (95 %), over the last ${settled.length} of ${heap.length} looks`,
  );
  say(
    `p99 of good requests among hostile ones to alone: ${shown(ratio)} (${shown(percentile(among, 0.99))} ms of ${among.length})`,
  );
  const isFlat = slope - margin <= SLOPE;
  const isUnaffected = ratio <= RATIO;
  if (!isRunning) say('The gateway ended.');
  if (!isFlat) say(`The heap grows by more than ${SLOPE} MB/min.`);
  if (!isUnaffected) say(`Good requests are more than ${RATIO} times slower.`);
  return isRunning && isFlat && isUnaffected && wrong.length === 0 ? 0 : 1;
}

function shown(value: number | undefined): string {
  return (value ?? Number.NaN).toFixed(2);
}

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const minutes = values.quick ? 1 : Number(readEnv()['SOAK_MINUTES'] ?? 10);
if (!(minutes > 0)) throw new RangeError('SOAK_MINUTES: expected a number of minutes, more than 0.');
process.exitCode = await soak(minutes);
