import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { readEnv, toConfig } from '../../platform/config.ts';
import { ManifestRejected, readManifest } from '../../platform/documents/manifest.ts';
import { signManifest, verifyManifest } from '../../platform/documents/signature.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey, type SigningKey } from '../../platform/identity/keys.ts';
import { runCommand, UsageError } from '../../platform/command.ts';

const USAGE =
  'npm run -s manifest -- sign CLIENT.json [--key KEY.jwk.json] | verify CLIENT.json [--jwks KEYS.json] | jwks [--key KEY.jwk.json]';

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, jwks: { type: 'string' } },
  });
  const [command, file] = positionals;
  if (command === 'jwks') return JSON.stringify({ keys: [(await keyOf(values.key)).publicJwk] }, null, 2);
  if (command !== 'sign' && command !== 'verify') {
    throw new UsageError(`expected sign, verify or jwks, got ${JSON.stringify(command) ?? 'nothing'}.`);
  }
  if (file === undefined) throw new UsageError('expected the file of a manifest, got nothing.');
  try {
    const text = textIn(file);
    const { operations } = readManifest(text, basename(file, '.json'));
    if (command === 'sign') {
      writeFileSync(`${file}.jws`, `${await signManifest(text, await keyOf(values.key))}\n`);
      return `${file}.jws: signed ${operations.length} operations.`;
    }
    await verifyManifest(text, textIn(`${file}.jws`), createLocalJWKSet(await keysOf(values.jwks)));
    return `${file}: ${operations.length} operations, and the signature is theirs.`;
  } catch (error) {
    if (!(error instanceof ManifestRejected)) throw error;
    throw new UsageError(`${file}: ${error.message}.`);
  }
});

/** The private key in a file; the development key where none is named. */
async function keyOf(file: string | undefined): Promise<SigningKey> {
  return file === undefined
    ? developmentKeys(toConfig(readEnv()).DATA_DIR).manifests()
    : readSigningKey(file, '--key');
}

async function keysOf(file: string | undefined): Promise<JSONWebKeySet> {
  return file === undefined
    ? { keys: [(await keyOf(undefined)).publicJwk] }
    : (JSON.parse(textIn(file)) as JSONWebKeySet);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file}: expected a file that can be read.`);
  }
}
