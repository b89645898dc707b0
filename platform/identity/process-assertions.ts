import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AssertionSigner, AssertionVerifier } from './assertion.ts';
import { asserted, claimsOf, isFor, isPlainlyValid, type AssertionClaims } from './assertion-claims.ts';

/** Both ends of the assertions that do not leave a process. */
export interface ProcessAssertions {
  readonly signer: AssertionSigner;
  readonly verifier: AssertionVerifier;
}

/**
 * Assertions to the subgraphs of the same process: sealed with a secret (HMAC-SHA-256) that is made here and never
 * leaves it. They say and bind what signed ones do, at a small part of the cost; whoever could read the secret
 * could call the subgraphs anyway.
 */
export function processAssertions(): ProcessAssertions {
  const secret = createSecretKey(randomBytes(32));
  const seal = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    signer: {
      async sign(viewer, subgraph, requestId, options) {
        const claims = JSON.stringify(claimsOf(viewer, subgraph, requestId, options));
        return `${seal(claims)}.${claims}`;
      },
    },
    verifier: {
      async verify(assertion, subgraph, content) {
        const claims = assertion === undefined ? null : opened(assertion, seal);
        return claims && isPlainlyValid(claims, subgraph) && isFor(claims, content) ? asserted(claims) : null;
      },
    },
  };
}

/** Null where the seal is not that of the text behind it. */
function opened(assertion: string, seal: (text: string) => string): AssertionClaims | null {
  const dot = assertion.indexOf('.');
  const claims = assertion.slice(dot + 1);
  const expected = Buffer.from(seal(claims));
  const given = Buffer.from(assertion.slice(0, Math.max(dot, 0)));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(claims) as AssertionClaims;
}
