import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { readEnv } from '../../../platform/config.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';
import type { ProbeAnswer, Usage } from './probe.ts';

/** What is kept of a process's output, to show where it fails, in characters. */
const OUTPUT_TAIL = 4_000;
/** How long a process may take to end by itself, in milliseconds. */
const END_MILLISECONDS = 3_000;

/** A process that did not do what it is there for. Its message ends with what the process printed last. */
export class ChildFailed extends Error {
  override name = 'ChildFailed';

  constructor(child: Child, what: string) {
    super(`${child.name}: ${what}.${child.output ? `\n${child.output}` : ''}`);
  }
}

export interface ChildOptions {
  /** For messages. */
  readonly name: string;
  /** For Node: flags, the file, and its arguments. */
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const running = new Set<Child>();

/** A process that the bench started, on the bench's own Node and with the probe in it. */
export class Child {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #closed: Promise<void>;
  #output = '';
  #questions = 0;

  constructor({ name, args, environment = {} }: ChildOptions) {
    this.name = name;
    const { PATH = '', HOME = '' } = readEnv();
    this.#process = spawn(process.execPath, ['--import', join(import.meta.dirname, 'probe.js'), ...args], {
      cwd: projectRoot(),
      // Nothing of the caller's own environment but what a shell needs.
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const keep = (piece: Buffer): void => {
      this.#output = (this.#output + piece.toString()).slice(-OUTPUT_TAIL);
    };
    this.#process.stdout?.on('data', keep);
    this.#process.stderr?.on('data', keep);
    this.#closed = new Promise((resolve) => {
      this.#process.once('close', () => {
        running.delete(this);
        resolve();
      });
    });
    running.add(this);
  }

  /** The end of what it printed. */
  get output(): string {
    return this.#output.trim();
  }

  /** @throws ChildFailed where it runs no more. */
  throwIfEnded(): void {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null) throw new ChildFailed(this, `ended with exit code ${exitCode}`);
    if (signalCode !== null) throw new ChildFailed(this, `ended by ${signalCode}`);
  }

  /** What it has used; asking begins a new span for the peaks. */
  async usage(): Promise<Usage> {
    const probe = this.#questions++;
    const { usage } = await this.ask<ProbeAnswer>({ probe }, (it) => it.probe === probe);
    return usage;
  }

  /**
   * Sends a message and gives the first that comes back and `fits`; without a message it only waits.
   * @throws ChildFailed where the process ends before.
   */
  ask<Reply extends object>(message: object | null, fits: (reply: Reply) => boolean): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const child = this.#process;
      const onMessage = (reply: Reply): void => {
        if (!fits(reply)) return;
        settle();
        resolve(reply);
      };
      const onClose = (): void => {
        settle();
        reject(new ChildFailed(this, 'ended before it answered'));
      };
      const settle = (): void => {
        child.off('message', onMessage);
        child.off('close', onClose);
      };
      child.on('message', onMessage as never);
      child.on('close', onClose);
      if (!child.connected) onClose();
      else if (message) child.send(message);
    });
  }

  /** Ends it: by itself where it does so soon, else at once. */
  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    const overdue = setTimeout(() => this.kill(), END_MILLISECONDS);
    await this.#closed;
    clearTimeout(overdue);
  }

  /** Ends it without waiting. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }
}

/** Ends all that runs, without waiting: for a bench that is interrupted. */
export function killAll(): void {
  for (const child of running) child.kill();
}

/** Ends all that runs. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((child) => child.stop()));
}
