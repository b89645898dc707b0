import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { Lru } from '../../platform/lru.ts';
import { ANONYMOUS, type Viewer } from '../../platform/identity/viewer.ts';
import { viewerOf } from './claims.ts';
import type { TrustedIssuer } from './issuers.ts';
import { isKeyTrouble } from './keys.ts';
import { refusal, type RefusalReason } from './refusals.ts';
import type { Revocations } from './revocations.ts';

/**
 * Gives who asks, by the request's `Authorization` header.
 * @param certificate SHA-256 of the client certificate that the request came with, in base64url.
 */
export type Identify = (authorization: string | undefined, certificate?: string) => Promise<Viewer>;

export interface TokenIdentityOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** What was revoked; nothing by default. */
  readonly revocations?: Revocations | undefined;
  readonly clock?: (() => Date) | undefined;
}

/** A token that was verified. */
interface KnownToken {
  readonly viewer: Viewer;
  readonly payload: JWTPayload;
  /** When its signature was checked, in seconds. */
  readonly verified: number;
}

/** How far the issuer's clock and ours may differ, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** Longer tokens are not looked at, in characters. */
const LONGEST_TOKEN = 8_192;
/** How many verified tokens are remembered. */
const KNOWN_TOKENS = 5_000;
/** How long a signature that was checked is not checked again, in seconds: so soon a withdrawn key counts. */
const VERIFIED_SECONDS = 60;
/** What access tokens may be called (RFC 9068); many providers say nothing. */
const TOKEN_TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt', 'application/jwt']);

/**
 * Identifies by a JWT bearer token of one of the issuers. Without the header the request is anonymous; with one
 * that cannot be taken it is refused (UNAUTHENTICATED, 401), never let through as anonymous. A token that comes
 * again is looked up; what may change of it (its time, what was revoked) is checked each time.
 */
export function tokenIdentity({ issuers, revocations, clock }: TokenIdentityOptions): Identify {
  const known = new Lru<KnownToken>(KNOWN_TOKENS);
  const now = clock ?? (() => new Date());

  return async (authorization, certificate) => {
    if (authorization === undefined) return ANONYMOUS;
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw refusal('NOT_A_BEARER_TOKEN');
    if (token.length > LONGEST_TOKEN) throw refusal('TOKEN_INVALID');
    const at = now();
    const seconds = at.getTime() / 1_000;
    let found = known.get(token);
    if (!found || seconds - found.verified > VERIFIED_SECONDS || seconds < found.verified) {
      found = await verified(token, issuers, at);
      known.set(token, found);
    }
    checkTimes(found.payload, seconds);
    checkBinding(found.payload, certificate);
    revocations?.check(found.payload);
    return found.viewer;
  };
}

async function verified(token: string, issuers: readonly TrustedIssuer[], now: Date): Promise<KnownToken> {
  const claimed = issuerOf(token);
  const trusted = issuers.find((it) => it.issuer === claimed);
  if (!trusted) throw refusal(claimed === undefined ? 'TOKEN_INVALID' : 'TOKEN_WRONG_ISSUER');
  const payload = await payloadOf(token, trusted, now);
  const viewer = viewerOf(payload);
  if (!viewer) throw refusal('TOKEN_CLAIMS');
  if (trusted.partners && !trusted.partners.includes(viewer.partner)) throw refusal('TOKEN_WRONG_ISSUER');
  return { viewer, payload, verified: now.getTime() / 1_000 };
}

/** The issuer that a token of an acceptable kind names; undefined for what is no such token. */
function issuerOf(token: string): string | undefined {
  try {
    const { typ } = decodeProtectedHeader(token);
    if (typ !== undefined && !TOKEN_TYPES.has(typ.toLowerCase())) return undefined;
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function payloadOf(token: string, trusted: TrustedIssuer, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, trusted.keys, {
      issuer: trusted.issuer,
      audience: [...trusted.audiences],
      algorithms: [...trusted.algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub', 'partner'],
      currentDate: now,
    });
    return payload;
  } catch (error) {
    throw refusal(reasonOf(error));
  }
}

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return 'TOKEN_EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return 'TOKEN_NOT_YET_VALID';
    if (error.claim === 'aud') return 'TOKEN_WRONG_AUDIENCE';
    return 'TOKEN_CLAIMS';
  }
  return isKeyTrouble(error) ? 'KEYS_UNAVAILABLE' : 'TOKEN_INVALID';
}

function checkTimes({ exp, nbf }: JWTPayload, seconds: number): void {
  if (exp === undefined || seconds - CLOCK_TOLERANCE_SECONDS >= exp) throw refusal('TOKEN_EXPIRED');
  if (nbf !== undefined && seconds + CLOCK_TOLERANCE_SECONDS < nbf) throw refusal('TOKEN_NOT_YET_VALID');
}

/** A token that says that it is bound to a certificate (RFC 8705) is of no use without it; other bindings are not known. */
function checkBinding({ cnf }: JWTPayload, certificate: string | undefined): void {
  if (cnf === undefined) return;
  const bound = typeof cnf === 'object' && cnf !== null ? (cnf as Record<string, unknown>) : {};
  const [only, ...more] = Object.keys(bound);
  if (only !== 'x5t#S256' || more.length > 0 || !certificate || bound[only] !== certificate) {
    throw refusal('TOKEN_BOUND_TO_CERTIFICATE');
  }
}
