import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { ConfigError, type Config } from '../config.ts';
import { assertionVerifier, type AssertionVerifier } from './assertion.ts';
import { developmentKeys } from './development-keys.ts';
import { isSealed, secretVerifier } from './secret-assertions.ts';
import { readSecrets } from './secrets.ts';

/**
 * What a subgraph that runs alone knows the gateway by: the secret that they share, its public keys, or both. Where
 * nothing is configured outside production, those that development makes for itself.
 * @throws ConfigError where it knows nothing, or what it is given cannot be read.
 */
export async function configuredVerifier(config: Config, subgraph: string): Promise<AssertionVerifier> {
  const options = { takesUnbound: config.NODE_ENV !== 'production' };
  const sealed = secretVerifier(await secretsOf(config, subgraph), options);
  const signed = assertionVerifier(createLocalJWKSet(await keysOf(config)), options);
  return {
    verify: (assertion, ...rest) =>
      (assertion !== undefined && isSealed(assertion) ? sealed : signed).verify(assertion, ...rest),
  };
}

async function secretsOf(config: Config, subgraph: string): Promise<readonly Uint8Array[]> {
  const { ASSERTION_SECRET_FILE: file } = config;
  if (file) return readSecrets(file.replaceAll('{subgraph}', subgraph), 'ASSERTION_SECRET_FILE');
  return isConfigured(config) ? [] : [await developmentKeys(config.DATA_DIR).assertionSecret(subgraph)];
}

async function keysOf(config: Config): Promise<JSONWebKeySet> {
  const { ASSERTION_JWKS_FILE: file } = config;
  if (file) return readKeys(file);
  return {
    keys: isConfigured(config) ? [] : [(await developmentKeys(config.DATA_DIR).assertion()).publicJwk],
  };
}

/** @throws ConfigError where it is not, and has to be. */
function isConfigured({ ASSERTION_SECRET_FILE, ASSERTION_JWKS_FILE, NODE_ENV }: Config): boolean {
  if (ASSERTION_SECRET_FILE !== undefined || ASSERTION_JWKS_FILE !== undefined) return true;
  if (NODE_ENV !== 'production') return false;
  throw new ConfigError(
    'ASSERTION_SECRET_FILE: expected it or ASSERTION_JWKS_FILE in production, got neither.',
  );
}

function readKeys(file: string): JSONWebKeySet {
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as Partial<JSONWebKeySet>;
    if (Array.isArray(keys)) return { keys };
  } catch {
    // Said below.
  }
  throw new ConfigError(`ASSERTION_JWKS_FILE: expected a file with public keys (JWKS), got ${file}.`);
}
