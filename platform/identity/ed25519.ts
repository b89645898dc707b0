import { KeyObject, sign, verify, type webcrypto } from 'node:crypto';

/**
 * Compact JWS with Ed25519 in the calling thread. WebCrypto, through which `jose` goes, hands each signature to
 * another thread, which costs more than the signature.
 */

/** The key as `node:crypto` takes it; null where it is of another algorithm. */
export function ed25519Key(key: unknown): KeyObject | null {
  const { algorithm } = key as Partial<webcrypto.CryptoKey>;
  return algorithm?.name === 'Ed25519' ? KeyObject.from(key as webcrypto.CryptoKey) : null;
}

/** Signs claims under a header, both as objects that become JSON. */
export function signCompact(header: object, claims: object, key: KeyObject): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

/**
 * The claims of a token whose signature is by this key, as they were signed; null where it is not, or where
 * the token is not written as its signer writes it.
 */
export function verifyCompact(token: string, key: KeyObject): Record<string, unknown> | null {
  const [, signed, payload, signature] = COMPACT.exec(token) ?? [];
  if (signed === undefined || payload === undefined || signature === undefined) return null;
  const bytes = Buffer.from(signature, 'base64url');
  // Several texts may decode to one signature: only the one that encodes it is taken.
  if (bytes.toString('base64url') !== signature || !verify(null, Buffer.from(signed), key, bytes))
    return null;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    ? (claims as Record<string, unknown>)
    : null;
}

const COMPACT = /^([\w-]+\.([\w-]+))\.([\w-]+)$/;

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
