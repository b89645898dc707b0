import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MIB = 1024 * 1024;

/**
 * How much the memory of this process, in which the gateway of a test runs, grew at most while `work` was
 * done, in MiB: what is on the heap and what buffers hold. Looked at every few milliseconds.
 */
export async function growthDuring(work: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const before = inUse();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, inUse())), 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return (Math.max(most, inUse()) - before) / MIB;
}

/** Says whether memory grew by less than `limit` MiB. */
export async function flatWithin(limit: number, work: () => Promise<unknown>): Promise<string> {
  const growth = await growthDuring(work);
  return growth < limit
    ? `memory grows by less than ${limit} MB`
    : `memory grows by ${Math.round(growth)} MB`;
}

function inUse(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
