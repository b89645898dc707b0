import { readFileSync } from 'node:fs';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Logger } from 'pino';
import { ConfigError, type Config } from '../../platform/config.ts';
import { ManifestRejected } from '../../platform/documents/manifest.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { Manifests } from './manifests.ts';
import { TrustedDocuments } from './trusted-documents.ts';

/** Between two looks at the manifests, in milliseconds. */
const LOOK = 1_000;

/** Trusted documents as they run. */
export interface RunningDocuments {
  readonly documents: TrustedDocuments;
  readonly manifests: Manifests;
}

/**
 * Starts trusted documents as the configuration says; undefined where they are off.
 * @param look between two looks at the manifests, in milliseconds.
 * @throws ConfigError where a manifest cannot be taken, or its keys cannot be read.
 */
export async function startDocuments(
  config: Config,
  log: Logger,
  look = LOOK,
): Promise<RunningDocuments | undefined> {
  const { TRUSTED_DOCUMENTS: mode, TRUSTED_DOCUMENTS_DIR: directory } = config;
  if (mode === 'off') return undefined;
  if (!directory) {
    throw new ConfigError(
      `TRUSTED_DOCUMENTS_DIR: expected a folder where TRUSTED_DOCUMENTS is ${mode}, got nothing.`,
    );
  }
  const keys = createLocalJWKSet(await keysOf(config));
  try {
    const manifests = await Manifests.start({ directory, keys, log, look });
    return { documents: new TrustedDocuments(manifests, mode, log), manifests };
  } catch (error) {
    const reason = error instanceof ManifestRejected ? error.message : `${directory} cannot be read`;
    throw new ConfigError(
      `TRUSTED_DOCUMENTS_DIR: expected signed manifests, got one that is refused: ${reason}.`,
    );
  }
}

async function keysOf({
  NODE_ENV,
  DATA_DIR,
  TRUSTED_DOCUMENTS_JWKS_FILE: file,
}: Config): Promise<JSONWebKeySet> {
  if (file === undefined) {
    if (NODE_ENV === 'production') {
      throw new ConfigError(
        'TRUSTED_DOCUMENTS_JWKS_FILE: expected the keys of manifests in production, got nothing.',
      );
    }
    return { keys: [(await developmentKeys(DATA_DIR).manifests()).publicJwk] };
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet;
  } catch {
    throw new ConfigError(`TRUSTED_DOCUMENTS_JWKS_FILE: expected a readable file with a JWKS, got ${file}.`);
  }
}
