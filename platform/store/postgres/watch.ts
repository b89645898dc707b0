import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

/** How often a connection that only listens shows that it lives, and how long it may take, in milliseconds. */
const HEARTBEAT_MILLISECONDS = 1_000;
/** How often the data are looked at while nothing is heard, in milliseconds. */
const DEAF_MILLISECONDS = 200;

/** The channel on which writes to a schema are told. */
export function channelOf(schema: string): string {
  return `data_version_${schema}`;
}

/** Hears of writes to the schema of one subgraph, by whichever process, over a connection of its own. */
export class WriteWatch {
  readonly #config: pg.ClientConfig;
  readonly #channel: string;
  readonly #log: Logger;
  readonly #told = new Set<() => void>();
  #stopped: AbortController | undefined;

  constructor(config: pg.ClientConfig, schema: string, log: Logger) {
    this.#config = { ...config, query_timeout: HEARTBEAT_MILLISECONDS };
    this.#channel = channelOf(schema);
    this.#log = log;
  }

  /** Calls `changed` after each write, and now and then while nothing can be heard, until it is stopped. */
  watch(changed: () => void): () => void {
    this.#told.add(changed);
    if (!this.#stopped) {
      this.#stopped = new AbortController();
      void this.#listen(this.#stopped.signal);
    }
    return () => {
      this.#told.delete(changed);
      if (this.#told.size === 0) this.close();
    };
  }

  close(): void {
    this.#stopped?.abort();
    this.#stopped = undefined;
  }

  #tell(): void {
    for (const changed of this.#told) changed();
  }

  async #listen(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      try {
        await this.#hear(stopped);
      } catch (error) {
        if (stopped.aborted) return;
        this.#log.debug({ err: error }, 'writes cannot be heard');
        this.#tell();
        await delay(DEAF_MILLISECONDS, undefined, { ref: false });
      }
    }
  }

  /** Listens until the connection breaks or nobody listens any more, either of which it throws. */
  async #hear(stopped: AbortSignal): Promise<never> {
    const client = new pg.Client(this.#config);
    const broken = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('the connection ended')));
      stopped.addEventListener('abort', () => reject(stopped.reason), { once: true });
    });
    broken.catch(() => undefined);
    try {
      await Promise.race([client.connect(), broken]);
      await Promise.race([client.query(`listen ${pg.escapeIdentifier(this.#channel)}`), broken]);
      client.on('notification', () => this.#tell());
      // Nothing told of what was written before.
      this.#tell();
      for (;;) {
        await Promise.race([delay(HEARTBEAT_MILLISECONDS, undefined, { ref: false }), broken]);
        await Promise.race([client.query('select 1'), broken]);
      }
    } finally {
      client.end().catch(() => undefined);
    }
  }
}
