import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  readRevocations,
  signRevocations,
  type RevocableToken,
  type Revoked,
} from '../../../gateway/identity/revocation-list.ts';
import { fixedKeys, type IssuerKeys } from '../../../gateway/identity/keys.ts';
import { followRevocations } from '../../../gateway/identity/revocations.ts';
import { developmentKey, type SigningKey } from '../../../platform/identity/keys.ts';
import { createLog } from '../../../platform/log.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { TestProcess } from '../../support/process.ts';

const ISSUER = 'https://id.example';
const log = createLog('silent');
const NOTHING = { iat: 100, tokens: [], users: [], partners: [] } satisfies Revoked;

let folder: string;
let key: SigningKey;
let keys: IssuerKeys;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'revocations-'));
  key = await developmentKey(join(folder, 'key.jwk.json'), 'EdDSA');
  keys = fixedKeys({ keys: [key.publicJwk] });
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [key.publicJwk] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a revocation list', () => {
  const reasonFor = async (revoked: Partial<Revoked>, token: RevocableToken): Promise<unknown> => {
    const signed = await signRevocations({ ...NOTHING, ...revoked }, key);
    const followed = followRevocations({
      read: async () => signed,
      keys,
      staleSeconds: 60,
      log,
      pollMilliseconds: 60_000,
    });
    await followed.refresh();
    followed.close();
    try {
      followed.check(token);
      return 'taken';
    } catch (error) {
      return (error as { extensions: { reason: string } }).extensions.reason;
    }
  };
  const token = { iss: ISSUER, sub: 'alice', jti: 't1', iat: 50, partner: 'GB' };

  it.each<[string, Partial<Revoked>, RevocableToken, string]>([
    ['nothing', {}, token, 'taken'],
    ['a token', { tokens: [{ iss: ISSUER, jti: 't1' }] }, token, 'TOKEN_REVOKED'],
    ['another token', { tokens: [{ iss: ISSUER, jti: 't2' }] }, token, 'taken'],
    ['the same name of another issuer', { tokens: [{ iss: 'https://x', jti: 't1' }] }, token, 'taken'],
    ['a user', { users: [{ iss: ISSUER, sub: 'alice', before: 51 }] }, token, 'TOKEN_REVOKED'],
    ['a user before', { users: [{ iss: ISSUER, sub: 'alice', before: 50 }] }, token, 'taken'],
    ['a partner', { partners: [{ partner: 'GB', before: 60 }] }, token, 'TOKEN_REVOKED'],
    ['another partner', { partners: [{ partner: 'CA', before: 60 }] }, token, 'taken'],
    [
      'a partner, whatever token does not tell its time',
      { partners: [{ partner: 'GB', before: 1 }] },
      { iss: ISSUER, sub: 'alice', partner: 'GB' },
      'TOKEN_REVOKED',
    ],
    [
      'a user twice, of which the later counts',
      {
        users: [
          { iss: ISSUER, sub: 'alice', before: 60 },
          { iss: ISSUER, sub: 'alice', before: 10 },
        ],
      },
      token,
      'TOKEN_REVOKED',
    ],
  ])('revokes %s', async (_what, revoked, it, expected) => {
    expect(await reasonFor(revoked, it)).toBe(expected);
  });

  it('is read by nobody else’s signature, and not as a token', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const forged = await new SignJWT({ ...NOTHING })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'revocations+jwt' })
      .sign(privateKey);
    await expect(readRevocations(forged, keys.find)).rejects.toThrow();
    const other = await new SignJWT({ ...NOTHING })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.id, typ: 'JWT' })
      .sign(key.privateKey);
    await expect(readRevocations(other, keys.find)).rejects.toThrow(/typ/);
  });

  it('never gives way to an older one, and counts for a while when it cannot be read', async () => {
    let signed = await signRevocations({ ...NOTHING, tokens: [{ iss: ISSUER, jti: 't1' }] }, key);
    const followed = followRevocations({
      read: async () => signed,
      keys,
      staleSeconds: 0.2,
      log,
      pollMilliseconds: 60_000,
    });
    expect(() => followed.check(token)).toThrow(/cannot be read/);
    await followed.refresh();
    expect(() => followed.check(token)).toThrow(/revoked/);
    signed = await signRevocations({ ...NOTHING, iat: 99 }, key);
    await followed.refresh();
    expect(() => followed.check(token)).toThrow(/revoked/);
    await vi.waitFor(() => expect(() => followed.check(token)).toThrow(/cannot be read/), 10_000);
    signed = await signRevocations({ ...NOTHING, iat: 101 }, key);
    await followed.refresh();
    expect(() => followed.check(token)).not.toThrow();
    followed.close();
  });

  it('counts no more once it has expired, though it can be read', async () => {
    const now = Math.floor(Date.now() / 1_000);
    let signed = await signRevocations({ ...NOTHING, exp: now + 1 }, key);
    const followed = followRevocations({
      read: async () => signed,
      keys,
      staleSeconds: 60,
      log,
      pollMilliseconds: 60_000,
    });
    await followed.refresh();
    expect(() => followed.check(token)).not.toThrow();
    await vi.waitFor(() => expect(() => followed.check(token)).toThrow(/cannot be read/), 3_000);
    signed = await signRevocations({ ...NOTHING, iat: 101, exp: now + 60 }, key);
    await followed.refresh();
    expect(() => followed.check(token)).not.toThrow();
    // One that had expired before it came is none.
    signed = await signRevocations(
      { ...NOTHING, iat: 102, exp: now - 1, tokens: [{ iss: ISSUER, jti: 't1' }] },
      key,
    );
    await followed.refresh();
    expect(() => followed.check(token)).not.toThrow();
    followed.close();
  });
});

describe('a gateway with a revocation list', () => {
  const ALICE = { partner: 'GB', subject: 'alice' };
  const WHO = '{ viewer { id } }';
  let gateway: TestGateway;
  let list: string;
  const revoke = async (...args: string[]): Promise<string> => {
    await using started = new TestProcess(
      ['gateway/commands/revoke.ts', list, `--key=${join(folder, 'signer.jwk.json')}`, ...args],
      {},
    );
    const { code, stdout, stderr } = await started.ended();
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };
  beforeAll(async () => {
    list = join(folder, 'list.jws');
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), alg: 'EdDSA' };
    writeFileSync(join(folder, 'signer.jwk.json'), JSON.stringify(jwk));
    writeFileSync(join(folder, 'signer.keys.json'), await revoke('--jwks'));
    expect(await revoke()).toContain('0 tokens, 0 users, 0 partners');
    const environment = { REVOCATIONS_FILE: list, REVOCATIONS_JWKS_FILE: join(folder, 'signer.keys.json') };
    gateway = await startTestGateway({ environment });
  });
  afterAll(() => gateway.close());

  const statusWith = async (bearer: string): Promise<number> =>
    (
      await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify({ query: WHO }),
      })
    ).status;

  it('refuses within ten seconds what operators revoke, and nothing else', async () => {
    const [token, another, ofCanada] = await Promise.all([
      gateway.token(ALICE),
      gateway.token(ALICE),
      gateway.token({ partner: 'CA', subject: 'bob' }),
    ]);
    for (const it of [token, another, ofCanada]) expect(await statusWith(it)).toBe(200);
    await revoke(`--token=${token}`);
    await vi.waitFor(async () => expect(await statusWith(token)).toBe(401), 10_000);
    expect(await statusWith(another)).toBe(200);
    expect(await revoke('--partner=GB')).toContain('1 tokens, 0 users, 1 partners');
    await vi.waitFor(async () => expect(await statusWith(another)).toBe(401), 10_000);
    expect(await statusWith(ofCanada)).toBe(200);
  });
});

describe('a revocation list at an address', () => {
  it('is read there', async () => {
    const signed = await signRevocations({ ...NOTHING, partners: [{ partner: 'GB', before: 2 ** 40 }] }, key);
    const publisher = createServer((_request, response) => response.end(signed));
    await new Promise<void>((resolve) => publisher.listen(0, '127.0.0.1', resolve));
    const { port } = publisher.address() as AddressInfo;
    await using gateway = await startTestGateway({
      environment: {
        REVOCATIONS_URL: `http://127.0.0.1:${port}/list`,
        REVOCATIONS_JWKS_FILE: join(folder, 'keys.json'),
      },
    });
    const answer = await gateway.ask({ partner: 'GB' }, '{ viewer { id } }');
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'UNAUTHENTICATED',
      reason: 'TOKEN_REVOKED',
    });
    expect((await gateway.ask({ partner: 'CA' }, '{ viewer { id } }')).errors).toBeUndefined();
    await new Promise((resolve) => publisher.close(resolve));
  });
});
