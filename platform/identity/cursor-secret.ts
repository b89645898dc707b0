import type { Config } from '../config.ts';
import { developmentKeys } from './development-keys.ts';
import { readSecret } from './secrets.ts';

/**
 * The secret that cursors are sealed with. Processes that serve the same lists need the same one.
 * @throws ConfigError where the file of the configuration holds none.
 */
export function cursorSecret({
  CURSOR_SECRET_FILE: file,
  DATA_DIR,
}: Config): Promise<Uint8Array> | Uint8Array {
  return file ? readSecret(file, 'CURSOR_SECRET_FILE') : developmentKeys(DATA_DIR).cursorSecret();
}
