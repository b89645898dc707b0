import type { Config } from '../../platform/config.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey, type SigningKey } from '../../platform/identity/keys.ts';

/** The key that signs checkpoints: the configured one, or the one in the data directory. */
export function auditKey({ AUDIT_KEY_FILE: file, DATA_DIR }: Config): Promise<SigningKey> {
  return file ? readSigningKey(file, 'AUDIT_KEY_FILE') : developmentKeys(DATA_DIR).audit();
}
