import { readFile } from 'node:fs/promises';
import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Logger } from 'pino';
import { ConfigError, type Config } from '../../platform/config.ts';
import { keysInFile } from './keys.ts';
import { readRevocations, RevocationList } from './revocation-list.ts';
import { refusal } from './refusals.ts';

/** What was revoked, as it is known now. */
export interface Revocations {
  /**
   * @param token the claims of a token that was verified.
   * @throws UNAUTHENTICATED where it was revoked, or where what was revoked cannot be known.
   */
  check(token: JWTPayload): void;
}

export interface FollowedRevocations extends Revocations {
  /** Reads the list again now. */
  refresh(): Promise<void>;
  close(): void;
}

/** How often the list is read again, in milliseconds: well within the ten seconds in which it has to count. */
const POLL_MILLISECONDS = 3_000;
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
): Promise<FollowedRevocations | undefined> {
  const { REVOCATIONS_FILE: file, REVOCATIONS_URL: url, REVOCATIONS_JWKS_FILE: jwks } = config;
  const read = file ? () => readFile(file, 'utf8') : url ? () => fetched(url) : undefined;
  if (!read) return undefined;
  if (!jwks) {
    throw new ConfigError('REVOCATIONS_JWKS_FILE: expected the keys that sign the list, got nothing.');
  }
  const keys = keysInFile(jwks, 'REVOCATIONS_JWKS_FILE');
  const followed = followRevocations({ read, keys, staleSeconds: config.REVOCATIONS_STALE_SECONDS, log });
  await followed.refresh();
  return followed;
}

export interface FollowOptions {
  readonly read: () => Promise<string>;
  readonly keys: JWTVerifyGetKey;
  /** For how long the last list that could be read counts; afterwards no token is taken. */
  readonly staleSeconds: number;
  readonly log: Logger;
  readonly pollMilliseconds?: number;
}

/** Reads a signed list again and again. Nothing is taken before the first could be read. */
export function followRevocations({
  read,
  keys,
  staleSeconds,
  log,
  pollMilliseconds = POLL_MILLISECONDS,
}: FollowOptions): FollowedRevocations {
  let list: RevocationList | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let isFailing = false;

  const refresh = async (): Promise<void> => {
    try {
      const next = new RevocationList(await readRevocations(await read(), keys));
      if (list && next.issuedAt < list.issuedAt) throw new Error('the list is older than the one before');
      list = next;
      readAt = performance.now();
      if (isFailing) log.info('the revocation list can be read again');
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.error({ err: error }, 'the revocation list cannot be read');
      isFailing = true;
    }
  };
  const timer = setInterval(() => void refresh(), pollMilliseconds);
  timer.unref();

  return {
    refresh,
    check(token) {
      const isStale = performance.now() - readAt > staleSeconds * 1_000;
      if (!list || isStale) throw refusal('REVOCATIONS_UNAVAILABLE');
      if (list.has(token)) throw refusal('TOKEN_REVOKED');
    },
    close: () => clearInterval(timer),
  };
}

async function fetched(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(READ_MILLISECONDS), redirect: 'error' });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > LARGEST_LIST) throw new Error(`a list of more than ${LARGEST_LIST} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
