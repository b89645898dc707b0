import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import type { PartnerViewer } from '../../platform/identity/viewer.ts';
import { bindingOf, type Binding } from './binding.ts';
import { viewerOf } from './claims.ts';
import type { TrustedIssuer } from './issuers.ts';
import { hasRepeatedName } from './json-names.ts';
import { KeysUnavailable } from './keys.ts';
import { isAccessToken, isAccessTokenType } from './kinds.ts';
import { refusal, type RefusalReason } from './refusals.ts';
import type { RevocableToken } from './revocation-list.ts';

/** What is known of a token whose signature was checked. */
export interface VerifiedToken {
  readonly viewer: PartnerViewer;
  readonly claims: RevocableToken & { readonly exp: number; readonly nbf: number | undefined };
  readonly boundTo: Binding;
  readonly issuer: TrustedIssuer;
  /** Of the keys by which its signature was checked. */
  readonly keysVersion: number;
  /** When its signature was checked, in seconds. */
  readonly verified: number;
}

/** How far the issuer's clock and ours may differ, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;

/**
 * Verifies a token, all of it but whether it was revoked and whether its certificate came.
 * @throws UNAUTHENTICATED
 */
export async function verifiedToken(
  token: string,
  issuers: readonly TrustedIssuer[],
  now: Date,
): Promise<VerifiedToken> {
  const said = saidBy(token);
  if (!said) throw refusal('TOKEN_INVALID');
  if (!isAccessTokenType(said.type)) throw refusal('TOKEN_KIND');
  const issuer = issuers.find((it) => it.issuer === said.issuer);
  if (!issuer) throw refusal(said.issuer === undefined ? 'TOKEN_CLAIMS' : 'TOKEN_WRONG_ISSUER');
  // Before: keys that change meanwhile have the token verified once more.
  const keysVersion = issuer.keys.version;
  const payload = await payloadOf(token, issuer, now);
  if (!isAccessToken(payload)) throw refusal('TOKEN_KIND');
  const viewer = viewerOf(payload, issuer.claims);
  if (!viewer) throw refusal('TOKEN_CLAIMS');
  if (issuer.partners && !issuer.partners.includes(viewer.partner)) throw refusal('TOKEN_WRONG_ISSUER');
  const { exp = 0, nbf, jti, iat } = payload;
  const { partner, subject: sub } = viewer;
  return {
    viewer,
    claims: { iss: issuer.issuer, sub, partner, jti: jti === undefined ? jti : String(jti), iat, exp, nbf },
    boundTo: bindingOf(payload['cnf']),
    issuer,
    keysVersion,
    verified: now.getTime() / 1_000,
  };
}

/** @throws UNAUTHENTICATED where a token that was verified has expired since, or is not valid yet. */
export function checkTimes({ exp, nbf, iat }: VerifiedToken['claims'], seconds: number): void {
  if (seconds - CLOCK_TOLERANCE_SECONDS >= exp) throw refusal('TOKEN_EXPIRED');
  // One issued in the future would escape what is revoked until then.
  if (Math.max(nbf ?? 0, iat ?? 0) > seconds + CLOCK_TOLERANCE_SECONDS) throw refusal('TOKEN_NOT_YET_VALID');
}

/** What a token says of its kind and its issuer, believed for choosing the keys alone; undefined for what is none. */
function saidBy(token: string): { type: string | undefined; issuer: string | undefined } | undefined {
  try {
    const [header, payload] = token.split('.', 2).map((it) => Buffer.from(it, 'base64url').toString());
    if (hasRepeatedName(header ?? '') || hasRepeatedName(payload ?? '')) return undefined;
    return { type: decodeProtectedHeader(token).typ, issuer: decodeJwt(token).iss };
  } catch {
    return undefined;
  }
}

async function payloadOf(token: string, issuer: TrustedIssuer, now: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, issuer.keys.find, {
      issuer: issuer.issuer,
      audience: [...issuer.audiences],
      algorithms: [...issuer.algorithms],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
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
  return error instanceof KeysUnavailable ? 'KEYS_UNAVAILABLE' : 'TOKEN_INVALID';
}
