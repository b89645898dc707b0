import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnv } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';

/** How a process ended, and all that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command of an npm script. */
export function npmScript(name: string): string {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { scripts: Record<string, string> }).scripts[name] ?? '';
}

/** What the commands, which run unbuilt, are compiled to is kept between tests. What is built keeps its own. */
const COMPILED = {
  NODE_COMPILE_CACHE: join(projectRoot(), 'node_modules', '.cache', 'commands'),
};

/** A process of the product that a test started. It never outlives the test. */
export class TestProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  /** @param args for Node: a file of the project, and its arguments. */
  constructor(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const root = projectRoot();
    const file = args.find((it) => it.startsWith('dist/'));
    const { PATH, HOME } = readEnv();
    if (file !== undefined && !existsSync(join(root, file))) {
      throw new Error(`${file} is not built. Run npm run build first; npm test does.`);
    }
    this.#child = spawn(process.execPath, args, {
      cwd: root,
      // Nothing of the test's own environment but what a shell needs.
      env: { PATH: PATH ?? '', HOME: HOME ?? '', ...(file ? {} : COMPILED), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (piece) => (this.#stdout += String(piece)));
    this.#child.stderr?.on('data', (piece) => (this.#stderr += String(piece)));
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  get pid(): number {
    return this.#child.pid as number;
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

  /** The processor time that it has used so far, in milliseconds; null where the system does not tell. */
  processorTime(): number | null {
    const file = `/proc/${this.#child.pid}/stat`;
    if (!existsSync(file)) return null;
    // After the name in parentheses: user and system time are the 12th and 13th field, in ticks of 10 ms.
    const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
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
