import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readEnv } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';

/** How a process ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of the product that a test started. It never outlives the test. */
export class TestProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  /** @param args for Node: a file of the project, and its arguments. */
  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const root = projectRoot();
    const [file] = args;
    const { PATH, HOME } = readEnv();
    if (file?.startsWith('dist/') && !existsSync(join(root, file))) {
      throw new Error(`${file} is not built. Run npm run build first; npm test does.`);
    }
    this.#child = spawn(process.execPath, args, {
      cwd: root,
      // Nothing of the test's own environment but what a shell needs.
      env: { PATH: PATH ?? '', HOME: HOME ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (piece) => (this.#stdout += String(piece)));
    this.#child.stderr?.on('data', (piece) => (this.#stderr += String(piece)));
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** Waits until standard output matches; fails where the process ends before. */
  async printed(pattern: RegExp, milliseconds = 60_000): Promise<RegExpExecArray> {
    const until = Date.now() + milliseconds;
    for (;;) {
      const match = pattern.exec(this.#stdout);
      if (match) return match;
      if (this.#child.exitCode !== null || Date.now() > until) {
        throw new Error(`${String(pattern)} was not printed.\n${this.#stdout}\n${this.#stderr}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  ended(): Promise<Ended> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
