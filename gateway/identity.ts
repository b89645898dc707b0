import { readFileSync } from 'node:fs';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { ConfigError, type Config } from '../platform/config.ts';
import { PublicError } from '../platform/errors.ts';
import { SIGNATURE_ALGORITHMS } from '../platform/identity/keys.ts';
import { ANONYMOUS, partnerViewer, type Viewer } from '../platform/identity/viewer.ts';

/** An issuer whose tokens are taken, and its keys. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

/** Gives who asks, by the request's `Authorization` header. */
export type Identify = (authorization: string | undefined) => Promise<Viewer>;

/** Why a token was refused: what a client's developer needs to know, and no more. */
export type RefusalReason =
  | 'NOT_A_BEARER_TOKEN'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  | 'TOKEN_WRONG_ISSUER'
  | 'TOKEN_WRONG_AUDIENCE'
  | 'TOKEN_CLAIMS'
  | 'KEYS_UNAVAILABLE';

const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  NOT_A_BEARER_TOKEN: 'The Authorization header is no bearer token. Send "Authorization: Bearer …".',
  TOKEN_INVALID: 'The bearer token is not one that this gateway can verify.',
  TOKEN_EXPIRED: 'The bearer token has expired. Get a new one.',
  TOKEN_NOT_YET_VALID: 'The bearer token is not valid yet.',
  TOKEN_WRONG_ISSUER: 'The bearer token comes from an issuer that this gateway does not trust.',
  TOKEN_WRONG_AUDIENCE: 'The bearer token was issued for another audience.',
  TOKEN_CLAIMS: 'The bearer token lacks a claim (sub, exp, partner) or has one of an unexpected form.',
  KEYS_UNAVAILABLE: 'The issuer’s keys cannot be read now, so that no token can be verified.',
};

/** How far the issuer's clock and ours may differ, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** A partner is a country (ISO 3166-1 alpha-2) or an organisation's code (`NATO`). */
export const PARTNER_CODE = /^[A-Z][A-Z0-9]{1,15}(-[A-Z0-9]{1,15})*$/;

const claims = z.object({
  sub: z.string().min(1).max(256),
  partner: z.string().regex(PARTNER_CODE),
  tags: z.array(z.string().min(1).max(64)).max(100).default([]),
  scope: z.string().max(4096).default(''),
});

/**
 * Identifies by a JWT bearer token of one of `issuers`, for `audience`. Without the header the request is
 * anonymous; with one that cannot be taken it is refused (UNAUTHENTICATED, 401), never let through as
 * anonymous.
 */
export function tokenIdentity(
  issuers: readonly TrustedIssuer[],
  audience: string,
  clock: () => Date = () => new Date(),
): Identify {
  return async (authorization) => {
    if (authorization === undefined) return ANONYMOUS;
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw refusal('NOT_A_BEARER_TOKEN');
    const trusted = issuers.find((it) => it.issuer === issuerOf(token));
    if (!trusted) throw refusal(issuerOf(token) === undefined ? 'TOKEN_INVALID' : 'TOKEN_WRONG_ISSUER');
    return viewerOf(await verified(token, trusted, audience, clock()));
  };
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

async function verified(
  token: string,
  { issuer, keys }: TrustedIssuer,
  audience: string,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...SIGNATURE_ALGORITHMS],
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
  const keyTrouble =
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || !isJose(error);
  return keyTrouble ? 'KEYS_UNAVAILABLE' : 'TOKEN_INVALID';
}

/** What is no error of verification comes from fetching the keys: `fetch` throws errors of its own. */
function isJose(error: unknown): boolean {
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}

function viewerOf(payload: JWTPayload): Viewer {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw refusal('TOKEN_CLAIMS');
  const { partner, sub, tags, scope } = parsed.data;
  const scopes = scope.split(' ').filter(Boolean);
  return partnerViewer(partner, sub, [...new Set(tags)], [...new Set(scopes)]);
}

function refusal(reason: RefusalReason): PublicError {
  return new PublicError('UNAUTHENTICATED', SENTENCES[reason], {
    reason,
    http: {
      status: 401,
      headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
    },
  });
}

/** The identity provider of the configuration; none where it names none. */
export function configuredIssuers(config: Config): TrustedIssuer[] {
  if (!config.TOKEN_ISSUER) return [];
  if (config.TOKEN_JWKS_FILE) {
    return [{ issuer: config.TOKEN_ISSUER, keys: keysInFile(config.TOKEN_JWKS_FILE) }];
  }
  if (config.TOKEN_JWKS_URL) {
    return [{ issuer: config.TOKEN_ISSUER, keys: publishedKeys(new URL(config.TOKEN_JWKS_URL)) }];
  }
  return [];
}

/** How long keys that were read once are taken while the issuer cannot be reached, in milliseconds. */
const LAST_GOOD_KEYS_MILLISECONDS = 60 * 60 * 1000;

/** The keys an issuer publishes, read again as they age; the last good ones for an hour while it is down. */
function publishedKeys(url: URL): JWTVerifyGetKey {
  const published = createRemoteJWKSet(url, { timeoutDuration: 5_000 });
  let lastFresh = Number.NEGATIVE_INFINITY;
  return async (header, token) => {
    try {
      const key = await published(header, token);
      lastFresh = Date.now();
      return key;
    } catch (error) {
      const known = published.jwks();
      const isOverdue = Date.now() - lastFresh > LAST_GOOD_KEYS_MILLISECONDS;
      if (reasonOf(error) !== 'KEYS_UNAVAILABLE' || !known || isOverdue) throw error;
      return createLocalJWKSet(known)(header, token);
    }
  };
}

function keysInFile(file: string): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet);
  } catch {
    throw new ConfigError(`TOKEN_JWKS_FILE: expected a readable file with a JWKS, got ${file}.`);
  }
}
