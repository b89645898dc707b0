import { mkdirSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SealedRecord } from '../chain.ts';
import { ChainTaken, type AuditStore, type ChainCheckpoint, type ChainState } from '../store.ts';
import type { Asked, Order, Replied, WriterOptions } from './messages.ts';

const LOCK_MILLISECONDS = 1_000;

interface Waiting {
  resolve(result: ChainState | boolean): void;
  reject(reason: unknown): void;
}

/** Keeps chains in an SQLite file, which a thread of its own writes: no request waits for the disk. */
export class SqliteAuditStore implements AuditStore {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #gone: Error | undefined;

  /**
   * Opens the file, which is created with its folder where there is none.
   * @param lockMilliseconds how long somebody else may keep the file locked before a write fails.
   * @throws Error where it cannot be opened or is no audit log.
   */
  static async open(file: string, lockMilliseconds = LOCK_MILLISECONDS): Promise<SqliteAuditStore> {
    mkdirSync(dirname(file), { recursive: true });
    const store = new SqliteAuditStore({ file, lockMilliseconds });
    await store.state('');
    return store;
  }

  private constructor(options: WriterOptions) {
    // The file has the kind of the one that runs: built or not.
    const code = new URL(`./writer${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(code, { workerData: options, name: 'audit' });
    this.#worker.on('message', (reply: Replied) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#end(new Error('the thread that writes the audit log has ended')));
    this.#worker.unref();
  }

  async claim(chain: string): Promise<void> {
    if (!(await this.#ask({ order: 'claim', chain }))) throw new ChainTaken(chain);
  }

  state(chain: string): Promise<ChainState> {
    return this.#ask({ order: 'state', chain }) as Promise<ChainState>;
  }

  async append(records: readonly SealedRecord[], checkpoint: ChainCheckpoint | null): Promise<void> {
    await this.#ask({ order: 'append', records, checkpoint });
  }

  async close(): Promise<void> {
    if (this.#gone) return;
    await this.#ask({ order: 'close' });
    await this.#worker.terminate();
  }

  #ask(order: Order): Promise<ChainState | boolean> {
    return new Promise((resolve, reject) => {
      if (this.#gone) return reject(this.#gone);
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      // While somebody waits the process must not end.
      this.#worker.ref();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
      this.#worker.postMessage({ id, order } satisfies Asked);
    });
  }

  #settle(reply: Replied): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in reply) waiting?.reject(new Error(reply.error));
    else waiting?.resolve(reply.result);
  }

  #end(reason: Error): void {
    this.#gone ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.#gone);
    this.#waiting.clear();
  }
}
