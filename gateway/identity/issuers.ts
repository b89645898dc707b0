import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { ConfigError, type Config } from '../../platform/config.ts';
import { SIGNATURE_ALGORITHMS } from '../../platform/identity/keys.ts';
import { claimNames, PARTNER_CODE, type ClaimNames } from './claims.ts';
import { keysAt, keysInFile, type IssuerKeys } from './keys.ts';

/** An issuer whose tokens are taken. */
export interface TrustedIssuer {
  readonly issuer: string;
  /** A token has to be for one of them. */
  readonly audiences: readonly string[];
  /** The algorithms that it may sign with. */
  readonly algorithms: readonly string[];
  /** The partners that it may speak for; null for any. */
  readonly partners: readonly string[] | null;
  readonly keys: IssuerKeys;
  /** Where its tokens say what, unless by our names. */
  readonly claims?: ClaimNames | undefined;
}

const entry = z
  .strictObject({
    issuer: z.string().min(1),
    audiences: z.array(z.string().min(1)).min(1).optional(),
    algorithms: z.array(z.enum(SIGNATURE_ALGORITHMS)).min(1).optional(),
    partners: z.array(z.string().regex(PARTNER_CODE)).min(1).optional(),
    jwksUrl: z.url({ protocol: /^https?$/ }).optional(),
    jwksFile: z.string().min(1).optional(),
    claims: claimNames.optional(),
  })
  .refine(({ jwksUrl, jwksFile }) => (jwksUrl === undefined) !== (jwksFile === undefined), {
    message: 'jwksUrl or jwksFile, one of them',
  });

/**
 * The identity providers of the configuration: the one of the variables, and those of TOKEN_ISSUERS_FILE.
 * @throws ConfigError
 */
export function configuredIssuers(config: Config, log?: Logger): TrustedIssuer[] {
  const issuers = [...issuerOfVariables(config, log), ...issuersInFile(config, log)];
  const twice = issuers.find(({ issuer }, at) => issuers.findIndex((it) => it.issuer === issuer) !== at);
  if (twice)
    throw new ConfigError(`TOKEN_ISSUERS_FILE: expected each issuer once, got ${twice.issuer} twice.`);
  return issuers;
}

function issuerOfVariables(config: Config, log: Logger | undefined): TrustedIssuer[] {
  const { TOKEN_ISSUER: issuer, TOKEN_JWKS_FILE: file, TOKEN_JWKS_URL: url } = config;
  if (!issuer) return [];
  const common = {
    issuer,
    audiences: [config.TOKEN_AUDIENCE],
    algorithms: SIGNATURE_ALGORITHMS,
    partners: null,
  };
  if (file)
    return [{ ...common, keys: keysInFile(file, 'TOKEN_JWKS_FILE', config.TOKEN_KEYS_STALE_SECONDS, log) }];
  if (url) return [{ ...common, keys: keysAt(url, config, log) }];
  return [];
}

function issuersInFile(config: Config, log: Logger | undefined): TrustedIssuer[] {
  const { TOKEN_ISSUERS_FILE: file, TOKEN_AUDIENCE, TOKEN_KEYS_STALE_SECONDS: stale } = config;
  if (!file) return [];
  const parsed = z.array(entry).safeParse(jsonIn(file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(
      `TOKEN_ISSUERS_FILE: expected a list of issuers, got ${file}: ${issue?.path.join('.') || 'all of it'}: ${issue?.message}.`,
    );
  }
  return parsed.data.map(({ issuer, audiences, algorithms, partners, jwksUrl, jwksFile, claims }) => ({
    issuer,
    audiences: audiences ?? [TOKEN_AUDIENCE],
    algorithms: algorithms ?? SIGNATURE_ALGORITHMS,
    partners: partners ?? null,
    keys: jwksUrl
      ? keysAt(jwksUrl, config, log)
      : keysInFile(resolve(dirname(file), jwksFile as string), 'TOKEN_ISSUERS_FILE', stale, log),
    claims,
  }));
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`TOKEN_ISSUERS_FILE: expected a readable file with JSON, got ${file}.`);
  }
}
