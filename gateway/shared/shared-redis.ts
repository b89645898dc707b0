import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** How long Redis may take, in milliseconds: requests wait for it. */
const COMMAND_MILLISECONDS = 100;
/** How long to wait before Redis is tried again, at most, in milliseconds. */
const RETRY_MILLISECONDS = 2_000;
/** What is told longer than so many characters is not heard. */
const LONGEST_MESSAGE = 16 * 1024 * 1024;

/**
 * The Redis that gateways share. It may be away or slow at any time: then what is asked of it is as if it were not
 * there, within a tenth of a second, and no request fails for want of it. Whoever can write to it is not believed
 * for that: what comes from it is checked, or can do no more than have something done anew.
 */
export class SharedRedis {
  /** For commands. They are refused at once while Redis is away. */
  readonly client: Redis;
  readonly #subscriber: Redis;
  readonly #log: Logger;
  readonly #listeners = new Map<string, (text: string) => void>();
  #isAway = false;
  #isClosed = false;

  /** Connects, and does not wait for it. */
  static async open(url: string, log: Logger): Promise<SharedRedis> {
    const { Redis } = await import('ioredis');
    const options = {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResubscribe: false,
      // One that still loads its data refuses commands, which is as if it were away.
      enableReadyCheck: false,
      retryStrategy: (attempt: number) => Math.min(attempt * 100, RETRY_MILLISECONDS),
    };
    const client = new Redis(url, { ...options, commandTimeout: COMMAND_MILLISECONDS });
    // Nobody waits for a subscription, so it may take as long as its connection lasts.
    return new SharedRedis(client, new Redis(url, options), log);
  }

  private constructor(client: Redis, subscriber: Redis, log: Logger) {
    this.client = client;
    this.#log = log;
    this.#subscriber = subscriber;
    client.on('ready', () => {
      if (this.#isAway) log.info('Redis is back: gateways share again');
      this.#isAway = false;
    });
    let reason: string | undefined;
    client.on('error', (err: Error) => {
      reason = err.message;
    });
    client.on('close', () => {
      if (!this.#isAway && !this.#isClosed) log.warn({ reason }, 'Redis is away: each gateway is for itself');
      this.#isAway = true;
    });
    // The other connection fares the same, and one line is enough.
    subscriber.on('error', () => undefined);
    subscriber.on('ready', () => {
      for (const channel of this.#listeners.keys()) this.#subscribe(channel);
    });
    subscriber.on('message', (channel: string, text: string) => {
      if (text.length <= LONGEST_MESSAGE) this.#listeners.get(channel)?.(text);
    });
  }

  /** Whether it can be reached now. */
  get isThere(): boolean {
    return this.client.status === 'ready';
  }

  /** The text under a key; null where there is none, or Redis is away. */
  async get(key: string): Promise<string | null> {
    try {
      return this.isThere ? await this.client.get(key) : null;
    } catch {
      return null;
    }
  }

  /** Keeps a text for some time, where Redis is there. Nobody has to wait for it, and it never rejects. */
  async set(key: string, text: string, seconds: number): Promise<void> {
    try {
      if (this.isThere) await this.client.set(key, text, 'EX', seconds);
    } catch {
      // It is as if it had been forgotten.
    }
  }

  /** Tells all gateways that listen to a channel, this one too. Who is not reached is not told again. */
  publish(channel: string, text: string): void {
    if (this.isThere) this.client.publish(channel, text).catch(() => undefined);
  }

  /** Calls `listener` with what is told on a channel. */
  listen(channel: string, listener: (text: string) => void): void {
    this.#listeners.set(channel, listener);
    if (this.#subscriber.status === 'ready') this.#subscribe(channel);
  }

  close(): void {
    this.#isClosed = true;
    this.client.disconnect();
    this.#subscriber.disconnect();
  }

  #subscribe(channel: string): void {
    this.#subscriber
      .subscribe(channel)
      .catch((err: unknown) => this.#log.debug({ channel, err }, 'a channel of Redis cannot be heard'));
  }
}
