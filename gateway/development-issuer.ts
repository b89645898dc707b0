import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { ConfigError, type Config } from '../platform/config.ts';
import { developmentKeys } from '../platform/identity/development-keys.ts';
import type { Viewer } from '../platform/identity/viewer.ts';
import { SIGNATURE_ALGORITHMS } from '../platform/identity/keys.ts';
import type { TrustedIssuer } from './identity/issuers.ts';
import { fixedKeys } from './identity/keys.ts';

/** The `iss` of development tokens. */
const ISSUER = 'partner-cloud-catalogue/development';

/** Whether development tokens are made and taken: everywhere but in production. */
export function developmentIssuerIsOn(config: Config): boolean {
  return config.NODE_ENV !== 'production';
}

/** The development issuer as the gateway trusts it. */
export async function developmentIssuer(config: Config): Promise<TrustedIssuer> {
  const key = await developmentKeys(config.DATA_DIR).tokens();
  return {
    issuer: ISSUER,
    audiences: [config.TOKEN_AUDIENCE],
    algorithms: SIGNATURE_ALGORITHMS,
    partners: null,
    keys: fixedKeys({ keys: [key.publicJwk] }),
  };
}

/**
 * A development token for `viewer`, valid for `lifetimeSeconds`.
 * @throws ConfigError in production, where they are off.
 */
export async function developmentToken(
  config: Config,
  viewer: Viewer,
  lifetimeSeconds: number,
): Promise<string> {
  if (!developmentIssuerIsOn(config)) {
    throw new ConfigError(
      'NODE_ENV: expected development or test, since development tokens are off in production, got "production".',
    );
  }
  const key = await developmentKeys(config.DATA_DIR).tokens();
  const now = Math.floor(Date.now() / 1000);
  const { partner, tags, scopes, roles, clearance, citizenships, compartments } = viewer;
  const attributes = { roles, clearance, citizenships, compartments };
  return new SignJWT({ partner, tags, scope: scopes.join(' '), ...attributes })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(config.TOKEN_AUDIENCE)
    .setSubject(viewer.subject ?? '')
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key.privateKey);
}
