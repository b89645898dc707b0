import { DatabaseSync } from 'node:sqlite';
import type { SealedRecord } from '../chain.ts';
import type { KeptCheckpoint } from '../checkpoint.ts';
import type { AuditReader, Span } from '../store.ts';

/**
 * Reads the chains of an SQLite file, also while a gateway writes it.
 * @throws Error where it cannot be read.
 */
export class SqliteAuditReader implements AuditReader {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    // All that is read is of one moment.
    this.#database.exec('BEGIN');
  }

  async chains(): Promise<readonly string[]> {
    const rows = this.#database
      .prepare('select chain from record union select chain from checkpoint order by 1')
      .all() as unknown as { chain: string }[];
    return rows.map(({ chain }) => chain);
  }

  async count(chain: string): Promise<number> {
    const row = this.#database.prepare('select count(*) as records from record where chain = ?').get(chain);
    return Number(row?.['records']);
  }

  async *records(chain: string, { from = '', to }: Span = {}): AsyncIterable<SealedRecord> {
    const whole = 'select chain, sequence, body, hash from record where chain = ?';
    const rows =
      from === '' && to === undefined
        ? this.#database.prepare(`${whole} order by sequence`).iterate(chain)
        : this.#database
            .prepare(`${whole} and time >= ? and time < ? order by sequence`)
            // Behind every instant.
            .iterate(chain, from, to ?? '~');
    for (const row of rows) yield row as unknown as SealedRecord;
  }

  async checkpoints(chain: string): Promise<readonly KeptCheckpoint[]> {
    return this.#database
      .prepare('select sequence, jws from checkpoint where chain = ? order by sequence')
      .all(chain) as unknown as KeptCheckpoint[];
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}
