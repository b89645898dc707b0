import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { claim, type Claim } from '../../../platform/claim.ts';
import { GENESIS, type Head } from '../chain.ts';
import type { ChainState } from '../store.ts';
import type { Asked, Order, Replied, WriterOptions } from './messages.ts';
import { createTables } from './tables.ts';

/** Writes the file of the audit log, in a thread of its own: to be on the disk takes its time. */
class Writer {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #addRecord: StatementSync;
  readonly #addCheckpoint: StatementSync;
  readonly #claims: Claim[] = [];

  constructor({ file, lockMilliseconds }: WriterOptions) {
    this.#file = file;
    this.#database = new DatabaseSync(file, { timeout: lockMilliseconds });
    this.#database.exec('PRAGMA journal_mode = WAL');
    // What is committed is on the disk.
    this.#database.exec('PRAGMA synchronous = FULL');
    createTables(this.#database);
    this.#addRecord = this.#database.prepare(
      'insert into record (chain, sequence, body, hash) values (?, ?, ?, ?)',
    );
    this.#addCheckpoint = this.#database.prepare(
      'insert into checkpoint (chain, sequence, jws) values (?, ?, ?)',
    );
  }

  do(order: Order): ChainState | boolean {
    switch (order.order) {
      case 'claim':
        return this.#claim(order.chain);
      case 'state':
        return this.#state(order.chain);
      case 'append':
        this.#append(order);
        return true;
      case 'close':
        this.#database.close();
        for (const it of this.#claims) it.release();
        return true;
    }
  }

  #claim(chain: string): boolean {
    const claimed = claim(`${this.#file.replace(/\.sqlite$/, '')}.${chain}.lock`);
    if (claimed) this.#claims.push(claimed);
    return claimed !== undefined;
  }

  #state(chain: string): ChainState {
    const last = this.#database
      .prepare('select sequence, hash from record where chain = ? order by sequence desc limit 1')
      .get(chain) as unknown as Head | undefined;
    const signed = this.#database
      .prepare('select max(sequence) as sequence from checkpoint where chain = ?')
      .get(chain) as { sequence: number | null };
    return { head: last ?? GENESIS, signed: signed.sequence ?? 0 };
  }

  #append({ records, checkpoint }: Order & { order: 'append' }): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const { chain, sequence, body, hash } of records) this.#addRecord.run(chain, sequence, body, hash);
      if (checkpoint) this.#addCheckpoint.run(checkpoint.chain, checkpoint.sequence, checkpoint.jws);
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function serve(writer: Writer): void {
  parentPort?.on('message', ({ id, order }: Asked) => {
    let reply: Replied;
    try {
      reply = { id, result: writer.do(order) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) };
    }
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    parentPort?.postMessage(reply);
    if (order.order === 'close') parentPort?.close();
  });
}

serve(new Writer(workerData as WriterOptions));
