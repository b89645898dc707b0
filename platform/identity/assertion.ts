import type { KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTVerifyGetKey } from 'jose';
import {
  asserted,
  audienceOf,
  claimsOf,
  isFor,
  isPlainlyValid,
  ISSUER,
  type AssertedRequest,
  type AssertionClaims,
  type AssertionOptions,
} from './assertion-claims.ts';
import { ed25519Key, signCompact, verifyCompact } from './ed25519.ts';
import { SIGNATURE_ALGORITHMS, type SigningKey } from './keys.ts';
import type { Viewer } from './viewer.ts';

/**
 * The gateway's word to one subgraph on who asks for what: a JWT signed or sealed by the gateway, for that subgraph, for
 * the content of one call and for a minute. A subgraph answers nobody who comes without one, and who captured
 * one can only ask the same again.
 */
export interface AssertionSigner {
  /** At once where no other thread is needed for it, which saves a turn of the event loop. */
  sign(
    viewer: Viewer,
    subgraph: string,
    requestId: string,
    options?: AssertionOptions,
  ): Promise<string> | string;
}

export interface AssertionVerifier {
  /**
   * The viewer; null where the assertion is missing, forged, expired, or meant for another subgraph or for
   * another content than `content`.
   */
  verify(
    assertion: string | undefined,
    subgraph: string,
    content: string | undefined,
  ): Promise<AssertedRequest | null>;
}

/** Headers of assertions that are remembered; a gateway signs all of its assertions under one. */
const KNOWN_HEADERS = 16;

export function assertionSigner(key: SigningKey): AssertionSigner {
  const header = { alg: key.algorithm, kid: key.id, typ: 'JWT' };
  const ed25519 = ed25519Key(key.privateKey);
  return {
    sign(viewer, subgraph, requestId, options) {
      const claims = claimsOf(viewer, subgraph, requestId, options);
      return ed25519
        ? signCompact(header, claims, ed25519)
        : new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
    },
  };
}

export interface VerifierOptions {
  /** Whether assertions are taken that are good for any call, as people make them for trials. */
  readonly takesUnbound?: boolean;
}

export function assertionVerifier(
  keys: JWTVerifyGetKey,
  { takesUnbound = false }: VerifierOptions = {},
): AssertionVerifier {
  /** By the header of an assertion that `jose` took: the key that it is signed with. */
  const known = new Map<string, KeyObject>();

  const verifiedByJose = async (assertion: string, subgraph: string): Promise<AssertionClaims> => {
    const { payload, key } = await jwtVerify(assertion, keys, {
      issuer: ISSUER,
      audience: audienceOf(subgraph),
      algorithms: [...SIGNATURE_ALGORITHMS],
      requiredClaims: ['exp', 'sub', 'jti'],
    });
    const ed25519 = ed25519Key(key);
    if (ed25519 && known.size < KNOWN_HEADERS) known.set(headerOf(assertion), ed25519);
    return payload;
  };

  return {
    async verify(assertion, subgraph, content) {
      if (!assertion) return null;
      try {
        const key = known.get(headerOf(assertion));
        const verified = key && verifyCompact(assertion, key);
        // What is not plainly in order is for `jose` to judge.
        const claims =
          verified && isPlainlyValid(verified, subgraph)
            ? verified
            : await verifiedByJose(assertion, subgraph);
        return isFor(claims, content) || (takesUnbound && claims['content'] === undefined)
          ? asserted(claims)
          : null;
      } catch {
        return null;
      }
    },
  };
}

function headerOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}
