import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readSigningKey } from '../../../platform/identity/keys.ts';

const ISSUER = 'https://identity.bench';
const AUDIENCE = 'partner-cloud-catalogue';
/** Longer than any run, in seconds. */
const LIFETIME_SECONDS = 24 * 60 * 60;
const PARTNER = 'GB';
const SUBJECT = 'bench';

/** The keys of an identity provider and of a gateway, so that the product runs as it does in production. */
export interface Identity {
  /** The environment of the gateway and of each subgraph. */
  readonly environment: Readonly<Record<string, string>>;
  /** A client's headers. */
  readonly client: Readonly<Record<string, string>>;
}

/** Makes the keys in `folder`. */
export async function createIdentity(folder: string): Promise<Identity> {
  const tokens = await generateKeyPair('ES256');
  const jwks = join(folder, 'tokens.jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(tokens.publicKey)), alg: 'ES256' }] }));

  const assertions = await generateKeyPair('EdDSA', { extractable: true });
  const keyFile = join(folder, 'assertion.jwk.json');
  const jwk = { ...(await exportJWK(assertions.privateKey)), alg: 'EdDSA' };
  writeFileSync(keyFile, JSON.stringify(jwk), { mode: 0o600 });
  const key = await readSigningKey(keyFile, 'ASSERTION_KEY_FILE');
  const published = join(folder, 'assertion.jwks.json');
  writeFileSync(published, JSON.stringify({ keys: [key.publicJwk] }));

  const token = await new SignJWT({ partner: PARTNER })
    .setProtectedHeader({ alg: 'ES256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(SUBJECT)
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(tokens.privateKey);
  return {
    environment: {
      NODE_ENV: 'production',
      TOKEN_ISSUER: ISSUER,
      TOKEN_AUDIENCE: AUDIENCE,
      TOKEN_JWKS_FILE: jwks,
      ASSERTION_KEY_FILE: keyFile,
      ASSERTION_JWKS_FILE: published,
    },
    client: { authorization: `Bearer ${token}` },
  };
}
