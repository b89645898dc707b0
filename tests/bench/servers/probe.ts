import { isMainThread } from 'node:worker_threads';

/** What a process has used: asked of it over IPC, the same way for every server and without changing it. */
export interface Usage {
  /** User and system time of all its threads since it started, in microseconds. */
  readonly cpuMicroseconds: number;
  /** The most that was resident since the last question, in bytes. */
  readonly peakRss: number;
  /** The most heap in use since the last question, in bytes. */
  readonly peakHeap: number;
  /** The most that was resident since it started, in bytes. */
  readonly lifetimeRss: number;
}

/** A question to the probe, and its answer. */
export interface ProbeQuestion {
  readonly probe: number;
}
export interface ProbeAnswer extends ProbeQuestion {
  readonly usage: Usage;
}

const SAMPLE_MILLISECONDS = 50;

let peakRss = 0;
let peakHeap = 0;

function sample(): void {
  const { rss, heapUsed } = process.memoryUsage();
  peakRss = Math.max(peakRss, rss);
  peakHeap = Math.max(peakHeap, heapUsed);
}

function usage(): Usage {
  sample();
  const { user, system } = process.cpuUsage();
  const used = {
    cpuMicroseconds: user + system,
    peakRss,
    peakHeap,
    lifetimeRss: process.resourceUsage().maxRSS * 1024,
  };
  peakRss = 0;
  peakHeap = 0;
  return used;
}

// Preloaded with --import, which worker threads inherit: one probe speaks for the process.
if (isMainThread && process.send) {
  setInterval(sample, SAMPLE_MILLISECONDS).unref();
  process.on('message', (message: Partial<ProbeQuestion>) => {
    if (typeof message.probe === 'number') process.send?.({ probe: message.probe, usage: usage() });
  });
  // Nothing that the bench started outlives it.
  process.on('disconnect', () => process.exit(0));
  process.channel?.unref();
}
