import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { ConfigError, type Config } from '../../platform/config.ts';
import { textAt } from './text-at.ts';

/** The keys of an issuer, as they are known now. */
export interface IssuerKeys {
  /** @throws KeysUnavailable where none can be known now. */
  readonly find: JWTVerifyGetKey;
  /**
   * Another one whenever the keys are others: what was verified by those before has to be verified anew. NaN,
   * which equals nothing, while none count.
   */
  readonly version: number;
  /** Whether any count now; reads them where they have to be. Absent where they always do. */
  isUsable?(): Promise<boolean>;
}

/** Nothing is known of the keys: this says nothing of a token. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

export interface FollowedKeysOptions {
  /** Gives the JWKS as it is now. */
  readonly read: () => Promise<string>;
  /** After how long they are read again, in milliseconds. */
  readonly freshFor: number;
  /** For how long the last good ones are taken when they should be read again and cannot, in milliseconds. */
  readonly staleFor: number;
  /** How long after one reading the next may begin, in milliseconds. */
  readonly coolDown?: number;
  /** Is told when they cannot be read, and when they can be again. */
  readonly log?: Logger | undefined;
}

/** How long an address has to give its keys, in milliseconds, and how many bytes of them are read. */
const FETCH_MILLISECONDS = 5_000;
const LARGEST_SET = 1024 * 1024;
/** After how long a file is read again, in milliseconds. */
const FRESH_IN_FILE = 10_000;
const COOL_DOWN = 2_000;
/** How many tokens may wait for keys that they name and nobody knows; more are refused at once. */
const WAITING = 1_000;

/**
 * Keys that change where they are kept. Those known are taken at once and read again in the background as they
 * age. A token that names another one waits until they were read since it came, so that no valid token fails
 * when keys rotate; however many such tokens come, there is one reading at a time, and a pause between two.
 * No key is ever read from where a token says.
 */
export class FollowedKeys implements IssuerKeys {
  readonly #options: FollowedKeysOptions;
  readonly #coolDown: number;
  #known: JWTVerifyGetKey | undefined;
  #text: string | undefined;
  #version = 0;
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #waiting = 0;
  #isFailing = false;

  /** @param first the keys to begin with, where they were read already. */
  constructor(options: FollowedKeysOptions, first?: string) {
    this.#options = options;
    this.#coolDown = options.coolDown ?? COOL_DOWN;
    if (first !== undefined) this.#take(first);
  }

  get version(): number {
    return this.#counts ? this.#version : Number.NaN;
  }

  /** Whether those that are known are not too old. */
  get #counts(): boolean {
    const { freshFor, staleFor } = this.#options;
    return performance.now() - this.#readAt <= freshFor + staleFor;
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (!this.#counts) await this.#reopen();
    else if (performance.now() - this.#readAt > this.#options.freshFor) void this.#refresh();
    try {
      return await this.#key(header, token);
    } catch (error) {
      if (!isUnknownKey(error) || this.#waiting >= WAITING) throw error;
    }
    await this.#readSince(performance.now());
    try {
      return await this.#key(header, token);
    } catch (error) {
      throw isUnknownKey(error) && this.#isFailing ? new KeysUnavailable('the key may be a new one') : error;
    }
  };

  readonly #key: JWTVerifyGetKey = async (header, token) => {
    if (!this.#known) throw new KeysUnavailable('no keys were ever read');
    return this.#known(header, token);
  };

  async isUsable(): Promise<boolean> {
    if (!this.#counts) await this.#reopen().catch(() => undefined);
    return this.#counts;
  }

  /** Nothing counts any more: without keys anew there is no answer, and none is waited for that just failed. */
  async #reopen(): Promise<void> {
    const justFailed = !this.#reading && performance.now() - this.#triedAt < this.#coolDown;
    if (!justFailed) await this.#refresh();
    if (!this.#counts) throw new KeysUnavailable('the keys cannot be read');
  }

  /** Waits for a reading that began at `moment` or later, whatever comes of it. */
  async #readSince(moment: number): Promise<void> {
    this.#waiting += 1;
    try {
      do await this.#refresh();
      while (this.#triedAt < moment);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Reads them, after the pause; those who come meanwhile share the reading. Never fails. */
  #refresh(): Promise<void> {
    return (this.#reading ??= this.#read().finally(() => (this.#reading = undefined)));
  }

  async #read(): Promise<void> {
    const pause = this.#triedAt + this.#coolDown - performance.now();
    if (pause > 0) await delay(pause, undefined, { ref: false });
    this.#triedAt = performance.now();
    const { log } = this.#options;
    try {
      this.#take(await this.#options.read());
      if (this.#isFailing) log?.info('the keys of an issuer can be read again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log?.error({ err: error }, 'the keys of an issuer cannot be read');
      this.#isFailing = true;
    }
  }

  #take(text: string): void {
    if (text !== this.#text) {
      this.#known = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
      this.#text = text;
      this.#version += 1;
    }
    this.#readAt = performance.now();
  }
}

function isUnknownKey(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey;
}

/** When keys at an address are read again, and for how long after that the last good ones are taken. */
export type KeyTimes = Pick<Config, 'TOKEN_KEYS_FRESH_SECONDS' | 'TOKEN_KEYS_STALE_SECONDS'>;

/** The keys that an issuer publishes at an address of the configuration, read at first need. */
export function keysAt(url: string, times: KeyTimes, log?: Logger): IssuerKeys {
  return new FollowedKeys({
    read: () => textAt(url, FETCH_MILLISECONDS, LARGEST_SET),
    freshFor: times.TOKEN_KEYS_FRESH_SECONDS * 1_000,
    staleFor: times.TOKEN_KEYS_STALE_SECONDS * 1_000,
    log,
  });
}

/**
 * The keys in a file, which may change.
 * @param variable names the file in the configuration.
 * @throws ConfigError where it holds none now.
 */
export function keysInFile(file: string, variable: string, staleSeconds: number, log?: Logger): IssuerKeys {
  try {
    const options = { read: () => readFile(file, 'utf8'), freshFor: FRESH_IN_FILE, log };
    return new FollowedKeys({ ...options, staleFor: staleSeconds * 1_000 }, readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`${variable}: expected a readable file with a JWKS, got ${file}.`);
  }
}

/** Keys that stay as they are. */
export function fixedKeys(keys: JSONWebKeySet): IssuerKeys {
  return { find: createLocalJWKSet(keys), version: 0 };
}
