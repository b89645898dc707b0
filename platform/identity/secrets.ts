import { readFileSync } from 'node:fs';
import { ConfigError } from '../config.ts';

/** The least that a secret has to have, in bytes. */
export const SECRET_BYTES = 32;

/**
 * The secrets in `file`, one in each line, in base64url.
 * @param variable names the file, for errors.
 * @returns at least one.
 * @throws ConfigError where the file cannot be read, or a secret in it is none or too short.
 */
export function readSecrets(file: string, variable: string): readonly [Uint8Array, ...Uint8Array[]] {
  const [first = new Uint8Array(), ...more] = linesIn(file, variable).map((it) =>
    Buffer.from(it, 'base64url'),
  );
  const short = [first, ...more].find((it) => it.length < SECRET_BYTES);
  if (!short) return [first, ...more];
  throw new ConfigError(
    `${variable}: expected at least ${SECRET_BYTES} bytes in base64url, got ${short.length} in ${file}.`,
  );
}

function linesIn(file: string, variable: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
  } catch {
    throw new ConfigError(`${variable}: expected a readable file, got ${file}.`);
  }
}
