import pg from 'pg';
import { connectionConfig } from '../../../platform/store/postgres/connections.ts';
import type { PostgresSettings } from '../../../platform/store/postgres/settings.ts';
import { GENESIS, type Head, type SealedRecord } from '../chain.ts';
import { ChainTaken, type AuditStore, type ChainCheckpoint, type ChainState } from '../store.ts';
import { endSoon } from './ending.ts';
import { SCHEMA } from './settings.ts';

/** Until a lost connection is tried again, in milliseconds. */
const RETRY_MILLISECONDS = 500;

/** What is committed is on the disk, and a connection whose other end is gone gives its chains back soon. */
const SESSION = `set synchronous_commit = on; set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3`;

/**
 * Keeps chains in a PostgreSQL database, which several gateways may share. A chain is held by a lock of the one
 * connection that it is written over: where that breaks, another gateway may take it, and this one gets it back only
 * when nobody has.
 */
export class PostgresAuditStore implements AuditStore {
  readonly #config: pg.ClientConfig;
  readonly #claimed = new Set<string>();
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** What is asked is asked one after the other. */
  #working: Promise<unknown> = Promise.resolve();

  /** @throws Error where the database does not take the connection, or has no audit log. */
  static async open(settings: PostgresSettings): Promise<PostgresAuditStore> {
    const store = new PostgresAuditStore(settings);
    try {
      await store.state('');
    } catch (error) {
      await store.close();
      throw error;
    }
    return store;
  }

  private constructor(settings: PostgresSettings) {
    this.#config = connectionConfig(settings, SCHEMA);
  }

  claim(chain: string): Promise<void> {
    return this.#next(async (client) => {
      await lock(client, chain);
      this.#claimed.add(chain);
    });
  }

  state(chain: string): Promise<ChainState> {
    return this.#next(async (client) => {
      const { rows } = await client.query<Head>(
        'select sequence, hash from record where chain = $1 order by sequence desc limit 1',
        [chain],
      );
      const { rows: signed } = await client.query<{ sequence: number | null }>(
        'select max(sequence) as sequence from checkpoint where chain = $1',
        [chain],
      );
      return { head: rows[0] ?? GENESIS, signed: signed[0]?.sequence ?? 0 };
    });
  }

  append(records: readonly SealedRecord[], checkpoint: ChainCheckpoint | null): Promise<void> {
    return this.#next(async (client) => {
      await client.query('begin');
      await client.query(
        `insert into record (chain, sequence, body, hash)
         select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) order by 2`,
        [
          records.map((it) => it.chain),
          records.map((it) => it.sequence),
          records.map((it) => it.body),
          records.map((it) => it.hash),
        ],
      );
      if (checkpoint) {
        const { chain, sequence, jws } = checkpoint;
        await client.query('insert into checkpoint (chain, sequence, jws) values ($1, $2, $3)', [
          chain,
          sequence,
          jws,
        ]);
      }
      await client.query('commit');
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#working;
    if (this.#client) await endSoon(this.#client);
    this.#client = undefined;
  }

  /** Does the next piece of work, over a new connection where the last one failed in any way. */
  #next<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const done = this.#working.then(async () => {
      const client = (this.#client ??= await this.#connect());
      try {
        return await work(client);
      } catch (error) {
        // Of an unfinished transaction nothing stays, and with the connection its locks go.
        if (!(error instanceof ChainTaken)) {
          this.#client = undefined;
          await endSoon(client);
          this.#takeAgain();
        }
        throw error;
      }
    });
    this.#working = done.catch(() => undefined);
    return done;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#config);
    // Whatever is asked over it fails in any case.
    client.on('error', () => undefined);
    client.once('end', () => this.#lost(client));
    try {
      await client.connect();
      await client.query(SESSION);
      for (const chain of this.#claimed) await lock(client, chain);
      return client;
    } catch (error) {
      await endSoon(client);
      throw error;
    }
  }

  /** With a connection its chains are gone: they are taken again at once, before another gateway looks for one. */
  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#takeAgain();
  }

  #takeAgain(): void {
    if (this.#isClosed || this.#claimed.size === 0) return;
    this.#next(async () => undefined).catch(() => {
      this.#retry = setTimeout(() => this.#takeAgain(), RETRY_MILLISECONDS).unref();
    });
  }
}

/** Takes a chain for as long as the connection lives. @throws ChainTaken */
async function lock(client: pg.Client, chain: string): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtext('${SCHEMA}'), hashtext($1)) as locked`,
    [chain],
  );
  if (!rows[0]?.locked) throw new ChainTaken(chain);
}
