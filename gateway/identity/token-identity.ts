import { hash } from 'node:crypto';
import { Lru } from '../../platform/lru.ts';
import { ANONYMOUS, type Viewer } from '../../platform/identity/viewer.ts';
import { checkBinding } from './binding.ts';
import type { TrustedIssuer } from './issuers.ts';
import { refusal } from './refusals.ts';
import type { Revocations } from './revocations.ts';
import { checkTimes, verifiedToken, type VerifiedToken } from './verified-token.ts';

/**
 * Gives who asks, by the request's `Authorization` header.
 * @param certificate gives the SHA-256 of the client certificate that the request came with, in base64url;
 * undefined where it came with none. Asked only where a token is bound to one.
 */
export type Identify = (
  authorization: string | undefined,
  certificate?: () => string | undefined,
) => Promise<Viewer>;

export interface TokenIdentityOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** What was revoked; nothing by default. */
  readonly revocations?: Revocations | undefined;
  readonly clock?: (() => Date) | undefined;
}

/** Longer tokens are not looked at, in characters. */
const LONGEST_TOKEN = 8_192;
/** How many verified tokens are remembered. */
const KNOWN_TOKENS = 5_000;
/** How long a signature that was checked is not checked again, in seconds. */
const VERIFIED_SECONDS = 60;

/**
 * Identifies by a JWT bearer token of one of the issuers. Without the header the request is anonymous; with one
 * that cannot be taken it is refused (UNAUTHENTICATED, 401), never let through as anonymous. A token that comes
 * again is looked up by its digest; what may change of it (its time, what was revoked, the keys) is checked each
 * time.
 */
export function tokenIdentity({ issuers, revocations, clock }: TokenIdentityOptions): Identify {
  const known = new Lru<VerifiedToken>(KNOWN_TOKENS);
  const now = clock ?? (() => new Date());

  return async (authorization, certificate) => {
    if (authorization === undefined) return ANONYMOUS;
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw refusal('NOT_A_BEARER_TOKEN');
    if (token.length > LONGEST_TOKEN) throw refusal('TOKEN_INVALID');
    const digest = hash('sha256', token, 'base64url');
    const at = now();
    const seconds = at.getTime() / 1_000;
    let found = known.get(digest);
    if (!found || !isCurrent(found, seconds)) {
      found = await verifiedToken(token, issuers, at);
      known.set(digest, found);
    }
    checkTimes(found.claims, seconds);
    checkBinding(found.boundTo, certificate);
    revocations?.check(found.claims);
    return found.viewer;
  };
}

/** Whether a token need not be verified anew: not long ago its signature was checked, by the keys of now. */
function isCurrent({ verified, issuer, keysVersion }: VerifiedToken, seconds: number): boolean {
  return seconds - verified <= VERIFIED_SECONDS && seconds >= verified && keysVersion === issuer.keys.version;
}
