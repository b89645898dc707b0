import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { ConfigError } from '../config.ts';

/** The algorithms that tokens and assertions may be signed with. */
export const SIGNATURE_ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'] as const;

/** A key pair for signatures, its public half as a JWK that can be published. */
export interface SigningKey {
  readonly algorithm: string;
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

/**
 * The development key in `file`, made at first need. It is written for its owner alone and lives in the
 * data directory, outside version control.
 */
export async function developmentKey(file: string, algorithm: 'ES256' | 'EdDSA'): Promise<SigningKey> {
  const stored = createOnce(file, async () => {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    return JSON.stringify(await exportJWK(pair.privateKey));
  });
  return signingKey(JSON.parse(await stored) as JWK, algorithm);
}

async function signingKey(privateJwk: JWK, algorithm: string): Promise<SigningKey> {
  const publicPart = publicHalf(privateJwk);
  const id = await calculateJwkThumbprint(publicPart);
  return {
    algorithm,
    id,
    // Extractable, or node:crypto could not sign with it.
    privateKey: (await importJWK(privateJwk, algorithm, { extractable: true })) as CryptoKey,
    publicKey: (await importJWK(publicPart, algorithm)) as CryptoKey,
    publicJwk: { ...publicPart, alg: algorithm, use: 'sig', kid: id },
  };
}

/** A new key pair (Ed25519), kept nowhere. */
export async function newSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  return signingKey(await exportJWK(pair.privateKey), 'EdDSA');
}

/**
 * The private key in `file`, a JWK that names its algorithm (`alg`).
 * @throws ConfigError naming `variable`, which names the file.
 */
export async function readSigningKey(file: string, variable: string): Promise<SigningKey> {
  try {
    const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
    if (!jwk.d || !SIGNATURE_ALGORITHMS.some((it) => it === jwk.alg)) throw new Error('no private key');
    return await signingKey(jwk, jwk.alg as string);
  } catch {
    throw new ConfigError(
      `${variable}: expected a file with a private JWK and its alg (${SIGNATURE_ALGORITHMS.join(', ')}), got ${file}.`,
    );
  }
}

/** The members of a JWK that may be published, whatever its kind. */
function publicHalf({ kty, crv, x, y, n, e }: JWK): JWK {
  return Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  ) as JWK;
}

/** The development secret in `file` (32 random bytes), made at first need. */
export async function developmentSecret(file: string): Promise<Uint8Array> {
  const text = await createOnce(file, async () => randomBytes(32).toString('base64url'));
  return Buffer.from(text, 'base64url');
}

/** The text of `file`, made by `create` when absent; the first of several processes wins. */
async function createOnce(file: string, create: () => Promise<string>): Promise<string> {
  const existing = readIfPresent(file);
  if (existing !== null) return existing;
  const text = await create();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Written aside and linked into place: another process sees the whole file or none.
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(aside, text, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(aside, file);
    return text;
  } catch (error) {
    const won = (error as NodeJS.ErrnoException).code === 'EEXIST' ? readIfPresent(file) : null;
    if (won === null) throw error;
    return won;
  } finally {
    unlinkSync(aside);
  }
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
