import { z } from 'zod';
import { address, numeric, text, variable } from './variable.ts';

/** Whose tokens are taken, and what was revoked. */
export const IDENTITY_VARIABLES = {
  TOKEN_ISSUER: variable(
    'The `iss` that bearer tokens must carry. Required in production.',
    'the identity provider’s issuer',
    text.optional(),
  ),
  TOKEN_AUDIENCE: variable(
    'The `aud` that bearer tokens must carry.',
    'an audience',
    text.default('partner-cloud-catalogue'),
  ),
  TOKEN_JWKS_URL: variable(
    'Where the identity provider publishes its keys. This or TOKEN_JWKS_FILE is required in production.',
    'an http(s) address',
    address.optional(),
  ),
  TOKEN_JWKS_FILE: variable('A file with the identity provider’s keys (JWKS).', 'a path', text.optional()),
  TOKEN_ISSUERS_FILE: variable(
    'More identity providers: a JSON file with a list of `{ issuer, jwksUrl or jwksFile, audiences, algorithms, partners, claims }`, of which the last four may be left out. An issuer with `partners` can speak for no others.',
    'a path',
    text.optional(),
  ),
  TOKEN_KEYS_FRESH_SECONDS: variable(
    'After how long the keys that an identity provider publishes are read again. A token that names another key has them read at once.',
    'a whole number of seconds from 1 to 86400',
    numeric(z.coerce.number().int().min(1).max(86_400)).default(300),
  ),
  TOKEN_KEYS_STALE_SECONDS: variable(
    'How long after that the last keys that could be read are taken while the identity provider cannot be reached. Afterwards none of its tokens is taken.',
    'a whole number of seconds from 0 to 86400',
    numeric(z.coerce.number().int().min(0).max(86_400)).default(3_600),
  ),
  REVOCATIONS_FILE: variable(
    'A signed list of tokens, users and partners whose tokens are taken no more (`npm run revoke` makes it). It is read again every few seconds.',
    'a path',
    text.optional(),
  ),
  REVOCATIONS_URL: variable(
    'Where the signed list is to be had, instead of REVOCATIONS_FILE.',
    'an http(s) address',
    address.optional(),
  ),
  REVOCATIONS_JWKS_FILE: variable(
    'The public keys (JWKS) of those who may sign the list. Required with it.',
    'a path',
    text.optional(),
  ),
  REVOCATIONS_STALE_SECONDS: variable(
    'How long the last list that could be read counts. Afterwards no token is taken until one can be read.',
    'a whole number of seconds from 10 to 86400',
    numeric(z.coerce.number().int().min(10).max(86_400)).default(300),
  ),
} as const;
