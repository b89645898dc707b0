import { parseArgs } from 'node:util';
import { readEnv } from '../../platform/config.ts';
import { SoakedGateway } from './soaked-gateway.ts';
import { percentile, trendOf } from './statistics.ts';
import { fillCaches, GOOD, HOSTILE, Stream, type Target } from './traffic.ts';

/** Requests a second. */
const GOOD_RATE = 20;
const HOSTILE_RATE = 30;
/** Good requests go alone and among hostile ones in turn, so that both meet the same machine: milliseconds. */
const ALONE = 3_000;
const AMONG = 6_000;
/** The share of the time after which memory is to be flat: caches are full, what is compiled is compiled. */
const SETTLED = 0.3;
/** What fails: a heap that surely grows by more (MB a minute), and good requests that are slower so many times. */
const SLOPE = 1;
const RATIO = 3;

const MIB = 1024 * 1024;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * `npm run soak`: good requests, alone and among hostile ones in turn. Says how the heap grows and how much
 * slower good requests get. Gives the exit code.
 */
async function soak(minutes: number): Promise<number> {
  await using gateway = await SoakedGateway.start();
  const target: Target = { url: gateway.url, token: await gateway.token('GB') };
  say(
    `${minutes} min over ${gateway.url}: ${GOOD_RATE}/s good, in turn alone and among ${HOSTILE_RATE}/s hostile.`,
  );
  // Caches are full before anything is measured: what fills them is no leak.
  await fillCaches(target);

  const good = new Stream(GOOD, target, GOOD_RATE);
  const hostile = new Stream(HOSTILE, target, HOSTILE_RATE);
  const alone: number[] = [];
  const among: number[] = [];
  const heap: [minute: number, mebibytes: number][] = [];
  const begun = performance.now();
  const elapsed = (): number => (performance.now() - begun) / 60_000;
  good.resume();
  while (elapsed() < minutes && gateway.isRunning) {
    hostile.resume();
    await wait(AMONG);
    hostile.pause();
    among.push(...good.takeLatencies());
    await wait(ALONE);
    alone.push(...good.takeLatencies());
    const { heapUsed, external, rss } = await gateway.memory();
    heap.push([elapsed(), (heapUsed + external) / MIB]);
    // The collection that a look forces is part of neither.
    await wait(200);
    good.takeLatencies();
    say(
      `${shown(elapsed())} min: heap ${shown(heap.at(-1)?.[1])} MB, rss ${shown(rss / MIB)} MB, good p99 ${shown(percentile(alone, 0.99))} ms alone, ${shown(percentile(among, 0.99))} ms among hostile`,
    );
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
    `p99 of good requests among hostile ones to alone: ${shown(ratio)} (p50 ${shown(percentile(among, 0.5) / percentile(alone, 0.5))})`,
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
