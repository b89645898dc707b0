import { createServer, type AddressInfo } from 'node:net';
import { Child, ChildFailed, type ChildOptions } from './child.ts';

/** How long a process may take until it answers, in milliseconds. */
const START_MILLISECONDS = 90_000;
const POLL_MILLISECONDS = 100;
/** How often a start is tried whose port somebody else took in between. */
const PORT_ATTEMPTS = 3;

/** A process that listens. */
export interface Listening {
  readonly child: Child;
  /** `http://127.0.0.1:…`, without a slash at its end. */
  readonly origin: string;
}

/**
 * Starts a process on a free port, and waits until it is `ready`.
 * @throws ChildFailed where it ends or does not get ready; a port that somebody took meanwhile is replaced.
 */
export async function startOnFreePort(
  options: (port: number) => ChildOptions,
  ready: (listening: Listening) => Promise<void>,
): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = new Child(options(port));
    const listening = { child, origin: `http://127.0.0.1:${port}` };
    try {
      await ready(listening);
      return listening;
    } catch (error) {
      await child.stop();
      if (attempt === PORT_ATTEMPTS || !/EADDRINUSE|is in use/.test(child.output)) throw error;
    }
  }
}

/**
 * Asks again until `probe` finds nothing missing.
 * @param expected completes "expected it …".
 * @param probe gives what came instead, or null where all is well; a throw counts as what came.
 * @throws ChildFailed where the process ends, or time is over.
 */
export async function until(
  child: Child,
  expected: string,
  probe: () => Promise<string | null>,
): Promise<void> {
  const deadline = Date.now() + START_MILLISECONDS;
  for (;;) {
    const got = await probe().catch((error: unknown) => String((error as Error).cause ?? error));
    if (got === null) return;
    child.throwIfEnded();
    if (Date.now() > deadline) throw new ChildFailed(child, `expected it ${expected}, got ${got}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
