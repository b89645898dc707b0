import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentToken } from '../../gateway/development-issuer.ts';
import { readEnv, toConfig } from '../../platform/config.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';

/** What the gateway's process uses after a full collection, in bytes. */
export interface Memory {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
}

/** The product's gateway in a process of its own, over stores that are gone afterwards. */
export class SoakedGateway implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  static async start(): Promise<SoakedGateway> {
    const folder = mkdtempSync(join(tmpdir(), 'soak-'));
    const { PATH, HOME } = readEnv();
    const child = spawn(
      process.execPath,
      [
        '--expose-gc',
        '--max-semi-space-size=16',
        '--import',
        './tests/soak/heap-probe.ts',
        'dist/bin/gateway.js',
      ],
      {
        cwd: projectRoot(),
        env: { PATH: PATH ?? '', HOME: HOME ?? '', DATA_DIR: folder, PORT: '0', HEADERS_SECONDS: '5' },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    const url = await new Promise<string>((resolve, reject) => {
      let printed = '';
      child.stdout?.on('data', (piece) => {
        printed += String(piece);
        const match = /listens on (http:\/\/[^/]+)\/graphql/.exec(printed);
        if (match?.[1]) resolve(match[1]);
      });
      child.once('exit', () => reject(new Error(`The gateway did not start.\n${printed}`)));
    });
    return new SoakedGateway(url, child, folder);
  }

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#child = child;
    this.#folder = folder;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null;
  }

  token(partner: string): Promise<string> {
    const config = toConfig({ DATA_DIR: this.#folder });
    return developmentToken(config, partnerViewer(partner, 'soak', [], []), 24 * 3600);
  }

  memory(): Promise<Memory> {
    return new Promise((resolve) => {
      this.#child.once('message', (it) => resolve(it as Memory));
      this.#child.send('memory');
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
