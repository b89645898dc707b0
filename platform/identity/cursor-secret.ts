import { readFileSync } from 'node:fs';
import { ConfigError, type Config } from '../config.ts';
import { developmentKeys } from './development-keys.ts';

const BYTES = 32;

/**
 * The secret that cursors are sealed with. Processes that serve the same lists need the same one.
 * @throws ConfigError where the file of the configuration holds none.
 */
export function cursorSecret({
  CURSOR_SECRET_FILE: file,
  DATA_DIR,
}: Config): Promise<Uint8Array> | Uint8Array {
  if (!file) return developmentKeys(DATA_DIR).cursorSecret();
  const secret = Buffer.from(textIn(file).trim(), 'base64url');
  if (secret.length >= BYTES) return secret;
  throw new ConfigError(
    `CURSOR_SECRET_FILE: expected at least ${BYTES} bytes in base64url, got ${secret.length} in ${file}.`,
  );
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`CURSOR_SECRET_FILE: expected a readable file, got ${file}.`);
  }
}
