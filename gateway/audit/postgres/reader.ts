import type pg from 'pg';
import { connected, connectionConfig } from '../../../platform/store/postgres/connections.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import type { SealedRecord } from '../chain.ts';
import type { KeptCheckpoint } from '../checkpoint.ts';
import type { AuditReader, Span } from '../store.ts';
import { SCHEMA } from './settings.ts';

/** How many records are fetched at once. */
const BATCH = 500;

/** Reads the chains of a PostgreSQL database, also while gateways write them. */
export class PostgresAuditReader implements AuditReader {
  readonly #client: pg.Client;
  #cursors = 0;

  /** @throws ConfigError where the database does not take the connection. */
  static async open(settings: PostgresSettings): Promise<PostgresAuditReader> {
    // A log may be long, and whoever reads it slow.
    const config = connectionConfig({ ...settings, statementMilliseconds: 0 }, SCHEMA, true);
    const patient = { ...config, idle_in_transaction_session_timeout: 0 };
    const client = await connected(patient, 'AUDIT_DATABASE_URL');
    // All that is read is of one moment.
    await client.query('begin isolation level repeatable read read only');
    return new PostgresAuditReader(client);
  }

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  async chains(): Promise<readonly string[]> {
    const { rows } = await this.#client.query<{ chain: string }>(
      'select chain from record union select chain from checkpoint order by 1',
    );
    return rows.map(({ chain }) => chain);
  }

  async count(chain: string): Promise<number> {
    const { rows } = await this.#client.query<{ records: number }>(
      'select count(*) as records from record where chain = $1',
      [chain],
    );
    return rows[0]?.records ?? 0;
  }

  async *records(chain: string, { from, to }: Span = {}): AsyncIterable<SealedRecord> {
    const cursor = `records_${++this.#cursors}`;
    await this.#client.query(
      `declare ${cursor} no scroll cursor for
       select chain, sequence, body, hash from record
       where chain = $1 and (time is null or (time >= $2 and ($3::text is null or time < $3)))
       order by sequence`,
      [chain, from ?? '', to ?? null],
    );
    for (;;) {
      const { rows } = await this.#client.query<SealedRecord>(`fetch ${BATCH} from ${cursor}`);
      yield* rows;
      if (rows.length < BATCH) break;
    }
    await this.#client.query(`close ${cursor}`);
  }

  async checkpoints(chain: string): Promise<readonly KeptCheckpoint[]> {
    const { rows } = await this.#client.query<KeptCheckpoint>(
      'select sequence, jws from checkpoint where chain = $1 order by sequence',
      [chain],
    );
    return rows;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
