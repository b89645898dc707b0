import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { ConfigError, type Config } from '../config.ts';
import { developmentKeys } from './development-keys.ts';
import { readSigningKey, type SigningKey } from './keys.ts';

/** Where the gateway publishes the keys of eligibility statements. */
export const STATEMENT_KEYS_PATH = '/.well-known/eligibility-statement-jwks.json';

/** The key that signs eligibility statements; undefined where none are signed. */
export async function statementKey({
  STATEMENT_KEY_FILE: file,
  NODE_ENV,
  DATA_DIR,
}: Config): Promise<SigningKey | undefined> {
  if (file) return readSigningKey(file, 'STATEMENT_KEY_FILE');
  return NODE_ENV === 'production' ? undefined : developmentKeys(DATA_DIR).statements();
}

/** The public keys of eligibility statements; undefined where there are none to publish. */
export async function publishedStatementKeys(config: Config): Promise<JSONWebKeySet | undefined> {
  const file = config.STATEMENT_JWKS_FILE;
  if (file === undefined) {
    const key = await statementKey(config);
    return key && { keys: [key.publicJwk] };
  }
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet;
    if (keys.some((it) => 'd' in it || 'k' in it)) throw new Error('a private key');
    return { keys };
  } catch {
    throw new ConfigError(`STATEMENT_JWKS_FILE: expected a file with public keys (JWKS), got ${file}.`);
  }
}
