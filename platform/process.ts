import { setFlagsFromString } from 'node:v8';
import { ConfigError } from './config.ts';
import { ImportRejected } from './facts/read-facts.ts';

/** Something started that can be closed. */
export interface Running {
  /** Takes no more than what comes all the same, before it is closed: see {@link Draining}. */
  drain?(): Promise<void>;
  close(): Promise<void>;
  /** Reads again what may change while it runs. */
  reload?(): Promise<void>;
}

/** How long finishing what is under way may take before the process ends all the same, in milliseconds. */
const CLOSE_MILLISECONDS = 15_000;

/**
 * Has the machine make all objects young. By default it makes those old from their start whose kind lived
 * long before, as all objects of requests do that wait for subgraphs. Old ones are collected rarely, and until
 * then they keep everything alive that they hold: under load whole answers outlive their requests, and
 * collecting them took a quarter of the processor's time.
 */
const YOUNG_OBJECTS = '--no-allocation-site-pretenuring';

/**
 * Runs a server process: starts it, on SIGTERM or SIGINT drains and closes it, and on SIGHUP has it read
 * again what may change. What a person can mend
 * (configuration, facts, a port in use) is said in plain lines with exit code 1, without a stack.
 * @param start gives what runs; `say` prints a line for the person who started it.
 */
export function runProcess(start: (say: (line: string) => void) => Promise<Running>): void {
  setFlagsFromString(YOUNG_OBJECTS);
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const started = start(say);
  // From the first moment on: a signal to a process that is still starting closes it when it has.
  onSignals(started, say);
  started.catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}

/** Runs a tool to its end; what a person can mend is said as by {@link runProcess}. */
export async function runTool(work: (say: (line: string) => void) => Promise<void>): Promise<void> {
  try {
    await work((line) => void process.stdout.write(`${line}\n`));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function onSignals(started: Promise<Running>, say: (line: string) => void): void {
  let closing = false;
  const close = (signal: NodeJS.Signals): void => {
    if (closing) return;
    closing = true;
    say(`${signal}: finishing what is under way, then closing.`);
    started.then(end).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  // To a person at a terminal the signal says that the terminal is gone, and ends the process as ever.
  if (process.stdout.isTTY) return;
  process.on('SIGHUP', () => {
    started.then(
      (running) => running.reload?.(),
      () => undefined,
    );
  });
}

async function end(running: Running): Promise<void> {
  await running.drain?.();
  setTimeout(() => process.exit(1), CLOSE_MILLISECONDS).unref();
  await running.close();
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ImportRejected) return error.message;
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') return `PORT: expected a free port on ${address}, but ${port} is in use.`;
  if (code === 'EACCES' && port) return `PORT: expected a port that may be opened, but ${port} may not.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
