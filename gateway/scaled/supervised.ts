import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A server that is kept running as a process of its own. */
export interface ServerOptions {
  readonly name: string;
  /** The program, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it prints once it answers. */
  readonly answers: RegExp;
  /** Whether it is a Node process, which is told by a channel that the supervisor ended, however it did. */
  readonly isNode: boolean;
  /** Is told what happens to it, a sentence at a time. */
  readonly say: (line: string) => void;
}

/** How long one may take until it answers, in milliseconds. */
const START_MILLISECONDS = 120_000;
/** How long until one that ended is started again, at first and at most, in milliseconds. */
const PAUSE_MILLISECONDS = 100;
const LONGEST_PAUSE_MILLISECONDS = 5_000;
/** One that ran so long was well: the next pause is short again. */
const WELL_MILLISECONDS = 30_000;
/** How much of what it printed last is kept for messages, in characters. */
const TAIL = 2_000;
/** What it prints that a person wants to know. */
const TOLD = /^(Seeded|Made) .*$/gm;

/**
 * Keeps one server running: when it ends without being told to, it is started again, after a pause that grows. It
 * can be restarted without a gap: the next process listens beside the one before (SHARE_PORT), which is told to
 * end only then, and drains.
 */
export class Supervised {
  readonly name: string;
  readonly #options: ServerOptions;
  #process: ChildProcess | undefined;
  #isWanted = false;
  #pause = PAUSE_MILLISECONDS;
  /** What is done is done one after the other. */
  #working: Promise<void> = Promise.resolve();

  constructor(options: ServerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The process that serves now; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it. Gives back once it answers. @throws where it ends before. */
  start(): Promise<void> {
    this.#isWanted = true;
    return this.#next(async () => {
      this.#process = await this.#spawn();
    });
  }

  /** Replaces its process by a new one, without a gap. Gives back once the one before has ended. */
  restart(): Promise<void> {
    return this.#next(async () => {
      const before = this.#process;
      this.#process = await this.#spawn();
      if (before) await end(before);
    });
  }

  /** Ends its process as a crash would. It is started again as after one. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  /** Tells it to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#isWanted = false;
    await this.#working.catch(() => undefined);
    if (this.#process) await end(this.#process);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #spawn(): Promise<ChildProcess> {
    const { name, command, folder, environment, answers, isNode, say } = this.#options;
    const [program, ...args] = command;
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...environment },
      // Node processes hear by the channel that we are gone, others by the end of their standard input.
      stdio: [isNode ? 'ignore' : 'pipe', 'pipe', 'pipe', ...(isNode ? (['ipc'] as const) : [])],
      // A terminal's interrupt is for the supervisor, which ends its processes in their order.
      detached: true,
    });
    const started = Date.now();
    let said = '';
    const printed = new Promise<void>((resolve) => {
      child.stdout?.on('data', (piece: Buffer) => {
        const text = piece.toString();
        for (const [line] of text.matchAll(TOLD)) say(line);
        said = (said + text).slice(-TAIL);
        if (answers.test(said)) resolve();
      });
    });
    child.stderr?.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-TAIL);
      process.stderr.write(piece);
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const late = AbortSignal.timeout(START_MILLISECONDS);
    const failure = await Promise.race([
      printed,
      ended,
      once(late, 'abort').then(() => `no answer within ${START_MILLISECONDS / 1_000} s`),
    ]);
    if (failure !== undefined) {
      child.kill('SIGKILL');
      throw new Error(`${name} did not start (${failure}). ${said.trim()}`);
    }
    void ended.then((how) => this.#ended(child, started, how));
    return child;
  }

  /** Starts it again, where nobody told it to end and no other process has taken its place. */
  #ended(child: ChildProcess, started: number, how: string): Promise<void> {
    const isMissing = (): boolean => this.#isWanted && child === this.#process;
    return this.#next(async () => {
      if (!isMissing()) return;
      const { name, say } = this.#options;
      if (Date.now() - started > WELL_MILLISECONDS) this.#pause = PAUSE_MILLISECONDS;
      say(`${name} ended (${how}) and is started again.`);
      while (isMissing()) {
        await delay(this.#pause);
        this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MILLISECONDS);
        if (!isMissing()) return;
        try {
          this.#process = await this.#spawn();
          say(`${name} is back.`);
        } catch (error) {
          say((error as Error).message);
        }
      }
    });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}
