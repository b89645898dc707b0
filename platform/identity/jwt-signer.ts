import { KeyObject, sign } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import type { SigningKey } from './keys.ts';

/** Signs claims as a JWT in compact form. */
export type JwtSigner = (claims: JWTPayload) => Promise<string>;

/**
 * Signs with `key`. Ed25519 is signed here and now: through WebCrypto, as jose signs all others, it takes
 * two and a half times the processor's time.
 */
export function jwtSigner(key: SigningKey): JwtSigner {
  const header = { alg: key.algorithm, kid: key.id, typ: 'JWT' };
  const privateKey = KeyObject.from(key.privateKey);
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    return (claims) => new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  }
  const encodedHeader = encoded(header);
  return async (claims) => {
    const signed = `${encodedHeader}.${encoded(claims)}`;
    return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
