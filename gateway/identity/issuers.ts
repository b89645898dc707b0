import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { ConfigError, type Config } from '../../platform/config.ts';
import { SIGNATURE_ALGORITHMS } from '../../platform/identity/keys.ts';
import { PARTNER_CODE } from './claims.ts';
import { keysInFile, publishedKeys } from './keys.ts';

/** An issuer whose tokens are taken. */
export interface TrustedIssuer {
  readonly issuer: string;
  /** A token has to be for one of them. */
  readonly audiences: readonly string[];
  /** The algorithms that it may sign with. */
  readonly algorithms: readonly string[];
  /** The partners that it may speak for; null for any. */
  readonly partners: readonly string[] | null;
  readonly keys: JWTVerifyGetKey;
}

const entry = z
  .strictObject({
    issuer: z.string().min(1),
    audiences: z.array(z.string().min(1)).min(1).optional(),
    algorithms: z.array(z.enum(SIGNATURE_ALGORITHMS)).min(1).optional(),
    partners: z.array(z.string().regex(PARTNER_CODE)).min(1).optional(),
    jwksUrl: z.url({ protocol: /^https?$/ }).optional(),
    jwksFile: z.string().min(1).optional(),
  })
  .refine(({ jwksUrl, jwksFile }) => (jwksUrl === undefined) !== (jwksFile === undefined), {
    message: 'jwksUrl or jwksFile, one of them',
  });

/**
 * The identity providers of the configuration: the one of the variables, and those of TOKEN_ISSUERS_FILE.
 * @throws ConfigError
 */
export function configuredIssuers(config: Config): TrustedIssuer[] {
  const issuers = [...issuerOfVariables(config), ...issuersInFile(config)];
  const twice = issuers.find(({ issuer }, at) => issuers.findIndex((it) => it.issuer === issuer) !== at);
  if (twice)
    throw new ConfigError(`TOKEN_ISSUERS_FILE: expected each issuer once, got ${twice.issuer} twice.`);
  return issuers;
}

function issuerOfVariables(config: Config): TrustedIssuer[] {
  const { TOKEN_ISSUER: issuer, TOKEN_JWKS_FILE: file, TOKEN_JWKS_URL: url } = config;
  if (!issuer) return [];
  const common = {
    issuer,
    audiences: [config.TOKEN_AUDIENCE],
    algorithms: SIGNATURE_ALGORITHMS,
    partners: null,
  };
  if (file) return [{ ...common, keys: keysInFile(file, 'TOKEN_JWKS_FILE') }];
  if (url) return [{ ...common, keys: publishedKeys(new URL(url), config.TOKEN_KEYS_STALE_SECONDS) }];
  return [];
}

function issuersInFile({
  TOKEN_ISSUERS_FILE: file,
  TOKEN_AUDIENCE,
  TOKEN_KEYS_STALE_SECONDS,
}: Config): TrustedIssuer[] {
  if (!file) return [];
  const parsed = z.array(entry).safeParse(jsonIn(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(
      `TOKEN_ISSUERS_FILE: expected a list of issuers, got ${file}: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}.`,
    );
  }
  return parsed.data.map(({ issuer, audiences, algorithms, partners, jwksUrl, jwksFile }) => ({
    issuer,
    audiences: audiences ?? [TOKEN_AUDIENCE],
    algorithms: algorithms ?? SIGNATURE_ALGORITHMS,
    partners: partners ?? null,
    keys: jwksUrl
      ? publishedKeys(new URL(jwksUrl), TOKEN_KEYS_STALE_SECONDS)
      : keysInFile(resolve(dirname(file), jwksFile as string), 'TOKEN_ISSUERS_FILE'),
  }));
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`TOKEN_ISSUERS_FILE: expected a readable file with JSON, got ${file}.`);
  }
}
