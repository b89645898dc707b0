import type pg from 'pg';
import { connected, connectionConfig } from '../../../platform/store/postgres/connections.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import { contentOf, type SealedRecord } from '../chain.ts';
import type { KeptCheckpoint } from '../checkpoint.ts';
import type { AuditReader, Span } from '../store.ts';
import { endSoon } from './ending.ts';
import { SCHEMA } from './settings.ts';

/** A record, and when it was made where PostgreSQL can read that. */
type TimedRecord = SealedRecord & { readonly time: string | null };

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
       select chain, sequence, body, hash, time from record
       where chain = $1 and (time is null or (time >= $2 and ($3::text is null or time < $3)))
       order by sequence`,
      [chain, from ?? '', to ?? null],
    );
    for (;;) {
      const { rows } = await this.#client.query<TimedRecord>(`fetch ${BATCH} from ${cursor}`);
      for (const { time, ...record } of rows) {
        if (time !== null || isWithin(timeOf(record), from, to)) yield record;
      }
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
    await endSoon(this.#client);
  }
}

/** The time of a body that PostgreSQL cannot read as JSON, though we can; empty where it has none. */
function timeOf(record: SealedRecord): string {
  const { time } = JSON.parse(contentOf(record) ?? '{}') as { time?: unknown };
  return typeof time === 'string' ? time : '';
}

/** What has no time is left out of nothing. */
function isWithin(time: string, from: string | undefined, to: string | undefined): boolean {
  return time === '' || ((from === undefined || time >= from) && (to === undefined || time < to));
}
