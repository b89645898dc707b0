import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { configuredIssuers, type TrustedIssuer } from '../../../gateway/identity/issuers.ts';
import { fixedKeys, type IssuerKeys } from '../../../gateway/identity/keys.ts';
import { tokenIdentity, type Identify } from '../../../gateway/identity/token-identity.ts';
import { toConfig } from '../../../platform/config.ts';
import { PublicError } from '../../../platform/errors.ts';
import { ANONYMOUS } from '../../../platform/identity/viewer.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway } from '../../support/gateway.ts';

const ISSUER = 'https://id.example';
const AUDIENCE = 'partner-cloud-catalogue';
const NOW = new Date('2026-11-23T12:00:00Z');
const seconds = (offset: number): number => Math.floor(NOW.getTime() / 1000) + offset;

type Claims = { readonly [Name in keyof JWTPayload]?: JWTPayload[Name] | undefined };
type Sign = (claims?: Claims) => Promise<string>;
let identify: Identify;
let sign: Sign;
let publicKeys: { keys: object[] };
let issuer: TrustedIssuer;
let now = NOW;
const clock = () => now;

const GOOD: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'alice',
  exp: seconds(600),
  partner: 'GB',
  tags: ['GB-PUBLIC-SECTOR', 'GB-MOD', 'GB-MOD'],
  scope: 'devices:sync catalogue:operate',
};

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  publicKeys = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'one' }] };
  sign = (claims = {}) =>
    new SignJWT({ ...GOOD, ...claims } as JWTPayload)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(privateKey);
  issuer = {
    issuer: ISSUER,
    audiences: [AUDIENCE],
    algorithms: ['ES256'],
    partners: null,
    keys: fixedKeys(publicKeys as never),
  };
  identify = tokenIdentity({ issuers: [issuer], clock });
});

async function reasonOf(authorization: string, by = identify): Promise<unknown> {
  try {
    return await by(authorization);
  } catch (error) {
    expect(error).toBeInstanceOf(PublicError);
    const { extensions } = error as PublicError;
    expect(extensions).toMatchObject({ code: 'UNAUTHENTICATED', http: { status: 401 } });
    return extensions['reason'];
  }
}

describe('a bearer token', () => {
  it('carries the partner, the user, the tags and the scopes', async () => {
    expect(await identify(`Bearer ${await sign()}`)).toEqual({
      id: 'GB:alice',
      partner: 'GB',
      subject: 'alice',
      tags: ['GB-MOD', 'GB-PUBLIC-SECTOR'],
      scopes: ['catalogue:operate', 'devices:sync'],
      roles: [],
      clearance: null,
      citizenships: [],
      compartments: [],
    });
  });

  it('may carry roles, a clearance and citizenships', async () => {
    const claims = { roles: ['buyer', 'auditor'], clearance: 'GB:S', citizenships: ['GB', 'CA'] };
    expect(await identify(`Bearer ${await sign(claims)}`)).toMatchObject({
      roles: ['auditor', 'buyer'],
      clearance: 'GB:S',
      citizenships: ['CA', 'GB'],
    });
  });

  it('may say so by the issuer’s own names, wherever they stand', async () => {
    const claims = {
      partner: ['https://id.example/government'],
      tags: ['app', 'tags'],
      scope: 'scp',
      roles: ['realm_access', 'roles'],
      clearance: 'cleared',
      citizenships: 'nationalities',
    };
    const by = tokenIdentity({ issuers: [{ ...issuer, claims }], clock });
    const token = await sign({
      partner: undefined,
      'https://id.example/government': 'CA',
      app: { tags: ['CA-FEDERAL'] },
      scp: ['devices:sync', 'catalogue:operate'],
      realm_access: { roles: ['buyer'] },
      cleared: 'CA:S',
      nationalities: ['CA'],
      // Not what this issuer means.
      clearance: 'GB:TS',
    });
    expect(await by(`Bearer ${token}`)).toMatchObject({
      partner: 'CA',
      tags: ['CA-FEDERAL'],
      scopes: ['catalogue:operate', 'devices:sync'],
      roles: ['buyer'],
      clearance: 'CA:S',
      citizenships: ['CA'],
    });
    expect(await reasonOf(`Bearer ${await sign()}`, by)).toBe('TOKEN_CLAIMS');
    const inherited = { ...issuer, claims: { partner: ['constructor', 'name'] } };
    const byInherited = tokenIdentity({ issuers: [inherited], clock });
    expect(await reasonOf(`Bearer ${await sign()}`, byInherited)).toBe('TOKEN_CLAIMS');
  });

  it('that is absent leaves the request anonymous', async () => {
    expect(await identify(undefined)).toEqual(ANONYMOUS);
  });

  it.each<[string, Claims, string]>([
    ['is an ID token', { at_hash: 'x' }, 'TOKEN_KIND'],
    ['is an ID token by its own word', { typ: 'ID' }, 'TOKEN_KIND'],
    ['is an event', { events: {} }, 'TOKEN_KIND'],
    ['was issued in the future', { iat: seconds(31) }, 'TOKEN_NOT_YET_VALID'],
    ['has expired', { exp: seconds(-31) }, 'TOKEN_EXPIRED'],
    ['is not valid yet', { nbf: seconds(31) }, 'TOKEN_NOT_YET_VALID'],
    ['is for another audience', { aud: 'another-portal' }, 'TOKEN_WRONG_AUDIENCE'],
    ['has no audience', { aud: undefined }, 'TOKEN_WRONG_AUDIENCE'],
    ['comes from another issuer', { iss: 'https://id.evil' }, 'TOKEN_WRONG_ISSUER'],
    ['never expires', { exp: undefined }, 'TOKEN_CLAIMS'],
    ['names no partner', { partner: undefined }, 'TOKEN_CLAIMS'],
    ['names no user', { sub: undefined }, 'TOKEN_CLAIMS'],
    ['names no partner’s code', { partner: 'gb; drop' }, 'TOKEN_CLAIMS'],
    ['has tags of another form', { tags: 'US-DOD' }, 'TOKEN_CLAIMS'],
    ['has a clearance that is no level’s id', { clearance: 'everything' }, 'TOKEN_CLAIMS'],
    ['has citizenships of another form', { citizenships: ['British'] }, 'TOKEN_CLAIMS'],
    ['is bound to a certificate', { cnf: { 'x5t#S256': 'abc' } }, 'TOKEN_BOUND_TO_CERTIFICATE'],
    ['is bound in another way', { cnf: { jkt: 'abc' } }, 'TOKEN_BOUND_TO_CERTIFICATE'],
  ])('that %s is refused with the reason', async (_what, claims, reason) => {
    expect(await reasonOf(`Bearer ${await sign(claims)}`)).toBe(reason);
  });

  it('that is bound to a certificate is taken with that certificate, and with no other', async () => {
    const bearer = `Bearer ${await sign({ cnf: { 'x5t#S256': 'abc' } })}`;
    expect(await identify(bearer, () => 'abc')).toMatchObject({ partner: 'GB' });
    await expect(identify(bearer, () => 'abd')).rejects.toThrow(/certificate/);
    await expect(identify(bearer)).rejects.toThrow(/certificate/);
  });

  it.each([
    ['another kind of token', { typ: 'logout+jwt' }, 'TOKEN_KIND'],
    ['an extension that has to be understood', { crit: ['exp'], exp: 1 }, 'TOKEN_INVALID'],
  ])('that is %s is refused', async (_what, header, reason) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const keys = fixedKeys({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] });
    const by = tokenIdentity({ issuers: [{ ...issuer, keys }], clock });
    const signed = await new CompactSign(new TextEncoder().encode(JSON.stringify(GOOD)))
      .setProtectedHeader({ alg: 'ES256', ...header })
      .sign(privateKey, { crit: { exp: true } });
    expect(await reasonOf(`Bearer ${signed}`, by)).toBe(reason);
  });

  it('brings no key of its own', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const forged = await new SignJWT(GOOD)
      .setProtectedHeader({
        alg: 'ES256',
        jwk: await exportJWK(publicKey),
        jku: 'http://127.0.0.1:1/keys',
        x5u: 'http://127.0.0.1:1/chain',
      })
      .sign(privateKey);
    expect(await reasonOf(`Bearer ${forged}`)).toBe('TOKEN_INVALID');
  });

  it('that is longer than any is not looked at', async () => {
    expect(await reasonOf(`Bearer ${'a'.repeat(8_193)}`)).toBe('TOKEN_INVALID');
  });

  it('that comes again is not verified again, but is refused once its time is over', async () => {
    let asked = 0;
    const { find } = fixedKeys(publicKeys as never);
    const keys: { find: IssuerKeys['find']; version: number } = {
      find: (...args) => (asked++, find(...args)),
      version: 1,
    };
    const counting = { ...issuer, keys };
    const by = tokenIdentity({ issuers: [counting], clock });
    const bearer = `Bearer ${await sign({ exp: seconds(100) })}`;
    try {
      for (let times = 0; times < 3; times++) expect(await by(bearer)).toMatchObject({ partner: 'GB' });
      expect(asked).toBe(1);
      keys.version++;
      await by(bearer);
      expect(asked).toBe(2);
      // The keys are asked for again now and then, or nobody would notice that they cannot be read.
      now = new Date(NOW.getTime() + 61_000);
      await by(bearer);
      expect(asked).toBe(3);
      now = new Date(NOW.getTime() + 131_000);
      expect(await reasonOf(bearer, by)).toBe('TOKEN_EXPIRED');
    } finally {
      now = NOW;
    }
  });

  it('of an issuer that speaks for others only is refused', async () => {
    const by = tokenIdentity({ issuers: [{ ...issuer, partners: ['CA', 'AU'] }], clock });
    expect(await reasonOf(`Bearer ${await sign()}`, by)).toBe('TOKEN_WRONG_ISSUER');
    expect(await by(`Bearer ${await sign({ partner: 'CA' })}`)).toMatchObject({ partner: 'CA' });
  });

  it('is taken within thirty seconds of clock skew', async () => {
    const skewed = await sign({ exp: seconds(-29), nbf: seconds(29) });
    expect(await identify(`Bearer ${skewed}`)).toMatchObject({ partner: 'GB' });
  });

  it('without a signature is refused', async () => {
    expect(await reasonOf(`Bearer ${new UnsecuredJWT(GOOD).encode()}`)).toBe('TOKEN_INVALID');
  });

  it('signed with a key that the issuer has not published is refused', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const forged = await new SignJWT(GOOD).setProtectedHeader({ alg: 'ES256', kid: 'one' }).sign(privateKey);
    expect(await reasonOf(`Bearer ${forged}`)).toBe('TOKEN_INVALID');
  });

  it('signed with a shared secret is refused, though the secret be the public key', async () => {
    const secret = Buffer.from(JSON.stringify(publicKeys.keys[0]));
    const confused = await new SignJWT(GOOD).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
    expect(await reasonOf(`Bearer ${confused}`)).toBe('TOKEN_INVALID');
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', '', 'Bearer {"a":1}'])(
    'is not what "%s" is',
    async (header) => {
      expect(await reasonOf(header)).toBe('NOT_A_BEARER_TOKEN');
    },
  );

  it.each(['Bearer abc', 'Bearer a.b.c', 'Bearer ..'])('is not what "%s" holds', async (header) => {
    expect(await reasonOf(header)).toBe('TOKEN_INVALID');
  });
});

describe('keys that the issuer publishes', () => {
  it('are fetched at first need; the last good ones are taken while it is away', async () => {
    let fetched = 0;
    const publisher = createServer((_request, response) => {
      fetched += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(publicKeys));
    });
    await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve));
    const { port } = publisher.address() as AddressInfo;
    const config = toConfig({ TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: `http://127.0.0.1:${port}/keys` });
    const remote = tokenIdentity({ issuers: configuredIssuers(config), clock });
    expect(fetched).toBe(0);
    expect(await remote(`Bearer ${await sign()}`)).toMatchObject({ partner: 'GB' });
    await new Promise((resolve) => publisher.close(resolve));
    expect(await remote(`Bearer ${await sign()}`)).toMatchObject({ partner: 'GB' });
    expect(fetched).toBe(1);
  });

  it('that were never read refuse every token, and say why', async () => {
    const config = toConfig({ TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: 'http://127.0.0.1:1/keys' });
    const remote = tokenIdentity({ issuers: configuredIssuers(config), clock });
    expect(await reasonOf(`Bearer ${await sign()}`, remote)).toBe('KEYS_UNAVAILABLE');
  });

  it('may come from a file; one that cannot be read is a fault of the configuration', () => {
    const config = toConfig({ TOKEN_ISSUER: ISSUER, TOKEN_JWKS_FILE: '/nowhere/keys.json' });
    expect(() => configuredIssuers(config)).toThrow(/^TOKEN_JWKS_FILE: expected .* got \/nowhere/);
  });
});

describe('a refused token at the endpoint', () => {
  it('answers 401 with the reason, and does not fall back to the anonymous', async () => {
    await using gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await sign()}` },
      body: '{"query":"{ schemes { id } }"}',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'The bearer token comes from an issuer that this gateway does not trust.',
          extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_WRONG_ISSUER' },
        },
      ],
    });
  });

  it('is every development token where the configuration says production', async () => {
    await using development = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
    const token = await development.token({ partner: 'GB' });
    const issuers = configuredIssuers(
      toConfig({
        NODE_ENV: 'production',
        TOKEN_ISSUER: ISSUER,
        TOKEN_JWKS_URL: 'http://127.0.0.1:1/keys',
      }),
    );
    const production = tokenIdentity({ issuers });
    expect(await reasonOf(`Bearer ${token}`, production)).toBe('TOKEN_WRONG_ISSUER');
  });
});
