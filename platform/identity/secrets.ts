import { readFileSync } from 'node:fs';
import { ConfigError } from '../config.ts';

/** The least that a secret has to have, in bytes. */
export const SECRET_BYTES = 32;

/** What such a text is made of; the alphabet of plain base64 is read as well. */
const BASE64URL = /^[\w+/-]*={0,2}$/;

/**
 * The secrets in `file`, one in each line, in base64url.
 * @param variable names the file, for errors.
 * @returns at least one.
 * @throws ConfigError where the file cannot be read, or a secret in it is none or too short.
 */
export function readSecrets(file: string, variable: string): readonly [Uint8Array, ...Uint8Array[]] {
  const lines = textIn(file, variable)
    .split('\n')
    .map((it) => it.trim())
    .filter(Boolean);
  const [first, ...more] = lines.map((line) => secretIn(line, file, variable));
  return first ? [first, ...more] : [secretIn('', file, variable)];
}

/**
 * The one secret in `file`, in base64url, on however many lines.
 * @param variable names the file, for errors.
 * @throws ConfigError where the file cannot be read, or holds none or one that is too short.
 */
export function readSecret(file: string, variable: string): Uint8Array {
  return secretIn(textIn(file, variable).replaceAll(/\s/g, ''), file, variable);
}

function secretIn(text: string, file: string, variable: string): Uint8Array {
  const secret = BASE64URL.test(text) ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
  if (secret.length >= SECRET_BYTES) return secret;
  const came = BASE64URL.test(text) ? `${secret.length}` : 'other characters';
  throw new ConfigError(
    `${variable}: expected at least ${SECRET_BYTES} bytes in base64url, got ${came} in ${file}.`,
  );
}

function textIn(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${variable}: expected a readable file, got ${file}.`);
  }
}
