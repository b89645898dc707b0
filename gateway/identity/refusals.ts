import { PublicError } from '../../platform/errors.ts';

/** Why a token was refused: what a client's developer needs to know, and no more. */
export type RefusalReason =
  | 'NOT_A_BEARER_TOKEN'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_NOT_YET_VALID'
  | 'TOKEN_WRONG_ISSUER'
  | 'TOKEN_WRONG_AUDIENCE'
  | 'TOKEN_CLAIMS'
  | 'TOKEN_REVOKED'
  | 'TOKEN_BOUND_TO_CERTIFICATE'
  | 'KEYS_UNAVAILABLE'
  | 'REVOCATIONS_UNAVAILABLE';

const SENTENCES: Readonly<Record<RefusalReason, string>> = {
  NOT_A_BEARER_TOKEN: 'The Authorization header is no bearer token. Send "Authorization: Bearer …".',
  TOKEN_INVALID: 'The bearer token is not one that this gateway can verify.',
  TOKEN_EXPIRED: 'The bearer token has expired. Get a new one.',
  TOKEN_NOT_YET_VALID: 'The bearer token is not valid yet.',
  TOKEN_WRONG_ISSUER: 'The bearer token comes from an issuer that this gateway does not trust.',
  TOKEN_WRONG_AUDIENCE: 'The bearer token was issued for another audience.',
  TOKEN_CLAIMS: 'The bearer token lacks a claim (sub, exp, partner) or has one of an unexpected form.',
  TOKEN_REVOKED: 'The bearer token was revoked. Get a new one.',
  TOKEN_BOUND_TO_CERTIFICATE:
    'The bearer token is bound to a TLS client certificate that did not come with it.',
  KEYS_UNAVAILABLE: 'The issuer’s keys cannot be read now, so that no token can be verified.',
  REVOCATIONS_UNAVAILABLE: 'What was revoked cannot be read now, so that no token can be taken.',
};

/** The error for a token that is refused: UNAUTHENTICATED, status 401. */
export function refusal(reason: RefusalReason): PublicError {
  return new PublicError('UNAUTHENTICATED', SENTENCES[reason], {
    reason,
    http: {
      status: 401,
      headers: new Map([['www-authenticate', 'Bearer error="invalid_token"']]),
    },
  });
}
