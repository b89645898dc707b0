import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import { jwtSigner } from './jwt-signer.ts';
import { SIGNATURE_ALGORITHMS, type SigningKey } from './keys.ts';
import { ANONYMOUS, partnerViewer, type Viewer } from './viewer.ts';

/**
 * The gateway's word to one subgraph on who asks: a JWT signed by the gateway, for that subgraph alone and
 * for a minute. A subgraph answers nobody who comes without one.
 */
export interface AssertionSigner {
  sign(viewer: Viewer, subgraph: string, requestId: string, lifetimeSeconds?: number): Promise<string>;
}

export interface AssertionVerifier {
  /** The viewer; null where the assertion is missing, forged, expired or meant for another subgraph. */
  verify(assertion: string | undefined, subgraph: string): Promise<AssertedRequest | null>;
}

export interface AssertedRequest {
  readonly viewer: Viewer;
  readonly requestId: string;
}

const ISSUER = 'partner-cloud-catalogue/gateway';
const audience = (subgraph: string) => `partner-cloud-catalogue/subgraph/${subgraph}`;
const LIFETIME_SECONDS = 60;

export function assertionSigner(key: SigningKey): AssertionSigner {
  const sign = jwtSigner(key);
  return {
    sign(viewer, subgraph, requestId, lifetimeSeconds = LIFETIME_SECONDS) {
      const now = Math.floor(Date.now() / 1000);
      return sign({
        partner: viewer.partner,
        tags: viewer.tags,
        scope: viewer.scopes.join(' '),
        iss: ISSUER,
        aud: audience(subgraph),
        sub: viewer.subject ?? '',
        jti: requestId,
        iat: now,
        exp: now + lifetimeSeconds,
      });
    },
  };
}

export function assertionVerifier(keys: JWTVerifyGetKey): AssertionVerifier {
  return {
    async verify(assertion, subgraph) {
      if (!assertion) return null;
      try {
        const { payload } = await jwtVerify(assertion, keys, {
          issuer: ISSUER,
          audience: audience(subgraph),
          algorithms: [...SIGNATURE_ALGORITHMS],
          requiredClaims: ['exp', 'sub', 'jti'],
        });
        const requestId = payload.jti as string;
        if (typeof payload['partner'] !== 'string') return { viewer: ANONYMOUS, requestId };
        const tags = Array.isArray(payload['tags']) ? payload['tags'].map(String) : [];
        const scopes = String(payload['scope'] ?? '')
          .split(' ')
          .filter(Boolean);
        return { viewer: partnerViewer(payload['partner'], payload.sub as string, tags, scopes), requestId };
      } catch {
        return null;
      }
    },
  };
}
