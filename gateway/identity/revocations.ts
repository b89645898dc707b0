import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { ConfigError, type Config } from '../../platform/config.ts';
import { keysInFile, type IssuerKeys } from './keys.ts';
import { refusal } from './refusals.ts';
import { readRevocations, RevocationList, type RevocableToken } from './revocation-list.ts';
import { textAt } from './text-at.ts';

/**
 * What was revoked, as it is known now. Every request asks, so it answers at once from what it holds: whoever
 * brings news (a list that is polled, a channel of messages) puts it here.
 */
export interface Revocations {
  /**
   * @param token what a token that was verified says.
   * @throws UNAUTHENTICATED where it was revoked, or where what was revoked cannot be known.
   */
  check(token: RevocableToken): void;
}

export interface FollowedRevocations extends Revocations {
  /** Whether it is known what was revoked. While it is not, no token is taken. */
  readonly isKnown: boolean;
  /** Reads the list again now. */
  refresh(): Promise<void>;
  close(): void;
}

/** Where gateways tell each other of new lists. Who hears one believes it no more than one that it reads. */
export interface RevocationNews {
  /** Tells the others of a list, as it is signed. */
  tell(signed: string): void;
  /** Calls `listener` with what others tell. */
  listen(listener: (signed: string) => void): void;
}

/** How often the list is read again, in milliseconds: well within the ten seconds in which it has to count. */
const POLL_MILLISECONDS = 3_000;
const POLL_FILE_MILLISECONDS = 1_000;
/** How long reading it may take, in milliseconds. */
const READ_MILLISECONDS = 2_500;
/** How large a list may be, in bytes. */
const LARGEST_LIST = 16 * 1024 * 1024;

/**
 * Follows the signed list of the configuration; undefined where it names none.
 * @throws ConfigError where its keys cannot be read.
 */
export async function configuredRevocations(
  config: Config,
  log: Logger,
  news?: RevocationNews,
): Promise<FollowedRevocations | undefined> {
  const { REVOCATIONS_FILE: file, REVOCATIONS_URL: url, REVOCATIONS_JWKS_FILE: jwks } = config;
  if (!file && !url) return undefined;
  if (file && url) {
    throw new ConfigError('REVOCATIONS_URL: expected it or REVOCATIONS_FILE, got both.');
  }
  if (!jwks) {
    throw new ConfigError('REVOCATIONS_JWKS_FILE: expected the keys that sign the list, got nothing.');
  }
  const staleSeconds = config.REVOCATIONS_STALE_SECONDS;
  const keys = keysInFile(jwks, 'REVOCATIONS_JWKS_FILE', staleSeconds, log);
  const read = file
    ? () => readFile(file, 'utf8')
    : () => textAt(url as string, READ_MILLISECONDS, LARGEST_LIST);
  const pollMilliseconds = file ? POLL_FILE_MILLISECONDS : POLL_MILLISECONDS;
  const followed = followRevocations({ read, keys, staleSeconds, log, pollMilliseconds, news });
  await followed.refresh();
  return followed;
}

export interface FollowOptions {
  readonly read: () => Promise<string>;
  readonly keys: IssuerKeys;
  /** For how long the last list that could be read counts; afterwards no token is taken. */
  readonly staleSeconds: number;
  readonly log: Logger;
  readonly pollMilliseconds: number;
  /** Where gateways tell each other of new lists; absent where each reads for itself. */
  readonly news?: RevocationNews | undefined;
}

/**
 * Reads a signed list again and again. Nothing is taken before the first could be read. A newer one that another
 * gateway tells of counts at once, but not in the place of reading: where only older ones can be read for too
 * long, no token is taken, as where none can be read.
 */
export function followRevocations({
  read,
  keys,
  staleSeconds,
  log,
  pollMilliseconds,
  news,
}: FollowOptions): FollowedRevocations {
  let list: RevocationList | undefined;
  /** The text that was read last, the version of the keys that it was verified by, and what it says. */
  let verified: readonly [text: string, keysVersion: number, list: RevocationList] | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  /** Since when a list counts that was told and not read. */
  let toldAt: number | undefined;
  let isFailing = false;
  let reading: Promise<void> | undefined;

  const readOnce = async (): Promise<void> => {
    try {
      const text = await read();
      const { version } = keys;
      const isSame = verified?.[0] === text && verified[1] === version;
      const next =
        verified && isSame ? verified[2] : new RevocationList(await readRevocations(text, keys.find));
      if (verified && next.issuedAt < verified[2].issuedAt) {
        throw new Error('the list is older than the one before');
      }
      if (hasEnded(next)) throw new Error('the list has expired');
      const isNew = !list || next.issuedAt > list.issuedAt;
      if (list && next.issuedAt < list.issuedAt && isStale(toldAt)) {
        throw new Error('the list is older than the one that another gateway has');
      }
      verified = [text, version, next];
      if (!list || next.issuedAt >= list.issuedAt) {
        list = next;
        toldAt = undefined;
      }
      readAt = performance.now();
      if (isNew) news?.tell(text);
      if (isFailing) log.info('the revocation list can be read again');
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, 'the revocation list cannot be read');
      isFailing = true;
    }
  };
  const hear = async (signed: string): Promise<void> => {
    try {
      const heard = new RevocationList(await readRevocations(signed, keys.find));
      if (hasEnded(heard) || (list && heard.issuedAt <= list.issuedAt)) return;
      list = heard;
      toldAt = performance.now();
    } catch (error) {
      log.warn({ err: error }, 'a revocation list that was told of cannot be taken');
    }
  };
  const isStale = (since: number | undefined): boolean =>
    since !== undefined && performance.now() - since > staleSeconds * 1_000;
  news?.listen((signed) => void hear(signed));
  const refresh = (): Promise<void> => (reading ??= readOnce().finally(() => (reading = undefined)));
  const timer = setInterval(() => void refresh(), pollMilliseconds);
  timer.unref();

  /** The list that counts now. */
  const current = (): RevocationList | undefined => {
    return list && !isStale(readAt) && !hasEnded(list) ? list : undefined;
  };

  return {
    refresh,
    get isKnown() {
      return current() !== undefined;
    },
    check(token) {
      const known = current();
      if (!known) throw refusal('REVOCATIONS_UNAVAILABLE');
      if (known.has(token)) throw refusal('TOKEN_REVOKED');
    },
    close: () => clearInterval(timer),
  };
}

function hasEnded({ expiresAt }: RevocationList): boolean {
  return expiresAt !== undefined && Date.now() >= expiresAt * 1_000;
}
