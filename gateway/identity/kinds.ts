import type { JWTPayload } from 'jose';

/** What access tokens may be called in their header (RFC 9068); many providers say `JWT` or nothing. */
const TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/at+jwt', 'application/jwt']);
/** What Keycloak calls its other tokens, in a claim: their header says `JWT`. */
const OTHER_TYPES: ReadonlySet<unknown> = new Set(['ID', 'Refresh', 'Offline', 'Logout']);
/** Claims that ID tokens have (OpenID Connect Core 3.3.2.11), and security events such as logouts (RFC 8417). */
const FOREIGN_CLAIMS = ['at_hash', 'c_hash', 's_hash', 'events'] as const;

/** Whether a header may be that of an access token. */
export function isAccessTokenType(type: string | undefined): boolean {
  return type === undefined || TYPES.has(type.toLowerCase());
}

/**
 * Whether nothing says that claims are those of another kind of token, for all that the same issuer signed them.
 * What says nothing of its kind is told apart by its audience alone: the one of an ID token is the client.
 */
export function isAccessToken(claims: JWTPayload): boolean {
  return (
    !OTHER_TYPES.has(claims['typ']) &&
    // Amazon Cognito.
    claims['token_use'] !== 'id' &&
    !FOREIGN_CLAIMS.some((it) => Object.hasOwn(claims, it))
  );
}
