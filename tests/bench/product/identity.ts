import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { SECRET_BYTES } from '../../../platform/identity/secrets.ts';

const ISSUER = 'https://identity.bench';
const AUDIENCE = 'partner-cloud-catalogue';
/** Longer than any run, in seconds. */
const LIFETIME_SECONDS = 24 * 60 * 60;
const PARTNER = 'GB';
const SUBJECT = 'bench';

/** The keys of an identity provider and the secrets of subgraphs, so that the product runs as it does in production. */
export interface Identity {
  /** The environment of the gateway and of each subgraph. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes the secret that the gateway shares with a subgraph; to be called before either starts. */
  share(subgraph: string): void;
  /** A client's headers. */
  readonly client: Readonly<Record<string, string>>;
}

/** Makes the keys, and later the secrets, in `folder`. */
export async function createIdentity(folder: string): Promise<Identity> {
  const tokens = await generateKeyPair('ES256');
  const jwks = join(folder, 'tokens.jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(tokens.publicKey)), alg: 'ES256' }] }));

  const secrets = join(folder, 'assertion-{subgraph}.secret');

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
      ASSERTION_SECRET_FILE: secrets,
    },
    share(subgraph) {
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      writeFileSync(secrets.replace('{subgraph}', subgraph), secret, { mode: 0o600 });
    },
    client: { authorization: `Bearer ${token}` },
  };
}
