import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { ConfigError } from '../../platform/config.ts';

/** How long fetching keys may take, in milliseconds. */
const FETCH_MILLISECONDS = 5_000;

/**
 * The keys an issuer publishes at `url`, read again as they age and, at most every half minute, when a token
 * names one that is not among them. While the issuer is away the last good ones are taken for `staleSeconds`.
 * No key is ever fetched from where a token says.
 */
export function publishedKeys(url: URL, staleSeconds: number): JWTVerifyGetKey {
  const published = createRemoteJWKSet(url, { timeoutDuration: FETCH_MILLISECONDS });
  let lastFresh = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    try {
      const key = await published(header, token);
      lastFresh = Date.now();
      return key;
    } catch (error) {
      const known = published.jwks();
      const isOverdue = Date.now() - lastFresh > staleSeconds * 1_000;
      if (!isKeyTrouble(error) || !known || isOverdue) throw error;
      return createLocalJWKSet(known)(header, token);
    }
  };
}

/** @throws ConfigError naming `variable`, which names the file. */
export function keysInFile(file: string, variable: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);
  } catch {
    throw new ConfigError(`${variable}: expected a readable file with a JWKS, got ${file}.`);
  }
}

/** Whether an error says that keys could not be read, and nothing of the token. */
export function isKeyTrouble(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  // What is no error of verification comes from fetching the keys: `fetch` throws errors of its own.
  return !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC';
}
