import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { newSigningKey } from '../../platform/identity/keys.ts';
import {
  isSealed,
  processAssertions,
  secretSigner,
  secretVerifier,
} from '../../platform/identity/secret-assertions.ts';
import { claimsOf } from '../../platform/identity/assertion-claims.ts';
import { assertionSigner } from '../../platform/identity/assertion.ts';
import { ANONYMOUS, partnerViewer } from '../../platform/identity/viewer.ts';

const SECRET = new Uint8Array(32).fill(7);
const OTHER = new Uint8Array(32).fill(8);
const signer = secretSigner((subgraph) => (subgraph === 'devices' ? OTHER : SECRET));
const verifier = secretVerifier([SECRET]);
const viewer = partnerViewer('GB', 'Ünal', ['GB-PUBLIC-SECTOR'], ['catalogue:operate'], {
  roles: ['buyer'],
  clearance: 'GB:S',
  citizenships: ['GB'],
  compartments: ['ATLAS'],
});
const CONTENT = 'query { contracts { totalCount } }';
const options = { content: CONTENT };

describe('an assertion sealed with a secret', () => {
  it.each([
    ['a partner', viewer],
    ['the anonymous', ANONYMOUS],
  ])('carries %s and the request to one subgraph, for what is asked', async (_, who) => {
    const assertion = await signer.sign(who, 'contracts', 'request-1', options);
    expect(await verifier.verify(assertion, 'contracts', CONTENT)).toEqual({
      viewer: who,
      requestId: 'request-1',
    });
    expect(await verifier.verify(assertion, 'devices', CONTENT)).toBeNull();
    expect(await verifier.verify(assertion, 'contracts', `${CONTENT} `)).toBeNull();
    expect(await verifier.verify(assertion, 'contracts', undefined)).toBeNull();
  });

  it('is a JWT that every library can verify', async () => {
    const assertion = await signer.sign(viewer, 'contracts', 'request-1', options);
    const { payload } = await jwtVerify(assertion, SECRET, { algorithms: ['HS256'] });
    expect(payload).toMatchObject({ jti: 'request-1', partner: 'GB', sub: 'Ünal' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('says the same of a caller and a call, whatever their names are and however often it is said', async () => {
    const name = fc.string({ unit: 'grapheme' });
    await fc.assert(
      fc.asyncProperty(name, fc.array(name, { minLength: 1, maxLength: 3 }), async (subject, requests) => {
        const who = partnerViewer('GB', subject, [subject], []);
        for (const request of requests) {
          const assertion = await signer.sign(who, 'contracts', request, options);
          const { iat, exp, ...said } = (await jwtVerify(assertion, SECRET)).payload;
          const { iat: _iat, exp: _exp, ...meant } = claimsOf(who, 'contracts', request, options);
          expect(said).toEqual(meant);
          expect(exp).toBe(iat! + 60);
        }
      }),
    );
  });

  it('is refused where it is missing, expired, for any content, or sealed with another secret', async () => {
    const expired = await signer.sign(viewer, 'contracts', 'r', { ...options, lifetimeSeconds: -10 });
    const foreign = await processAssertions().signer.sign(viewer, 'contracts', 'r', options);
    const unbound = await signer.sign(viewer, 'contracts', 'r');
    for (const it of [undefined, '', '.', '{}', '..', expired, foreign, unbound])
      expect(await verifier.verify(it, 'contracts', CONTENT)).toBeNull();
    const trial = secretVerifier([SECRET], { takesUnbound: true });
    expect(await trial.verify(unbound, 'contracts', CONTENT)).not.toBeNull();
  });

  it('is good for the subgraph that shares its secret alone, which can forge none for another', async () => {
    const toDevices = await signer.sign(viewer, 'devices', 'r', options);
    expect(await secretVerifier([OTHER]).verify(toDevices, 'devices', CONTENT)).not.toBeNull();
    const forged = await secretSigner(() => OTHER).sign(viewer, 'contracts', 'r', options);
    expect(await verifier.verify(forged, 'contracts', CONTENT)).toBeNull();
  });

  it('is taken with any of the secrets that a subgraph knows while they change', async () => {
    const assertion = await signer.sign(viewer, 'contracts', 'r', options);
    const verify = (secrets: readonly Uint8Array[]) =>
      secretVerifier(secrets).verify(assertion, 'contracts', CONTENT);
    expect(await verify([OTHER, SECRET])).not.toBeNull();
    expect(await verify([OTHER])).toBeNull();
    expect(await verify([])).toBeNull();
  });

  it('is not sent where no secret is shared', () => {
    const none = secretSigner(() => undefined);
    expect(() => none.sign(viewer, 'contracts', 'r', options)).toThrow(
      'no secret is shared with the subgraph contracts',
    );
  });

  it('is refused with any other header, however well it is sealed', async () => {
    const claims = decodeJwt(await signer.sign(viewer, 'contracts', 'r', options));
    const sealedAs = (header: object): string => {
      const text = [header, claims]
        .map((it) => Buffer.from(JSON.stringify(it)).toString('base64url'))
        .join('.');
      return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
    };
    expect(
      await verifier.verify(sealedAs({ alg: 'HS256', typ: 'JWT' }), 'contracts', CONTENT),
    ).not.toBeNull();
    for (const header of [
      {},
      { alg: 'none' },
      { alg: 'HS256' },
      { alg: 'HS256', typ: 'JWT', crit: ['x'] },
      { alg: 'EdDSA', typ: 'JWT' },
    ]) {
      expect(await verifier.verify(sealedAs(header), 'contracts', CONTENT)).toBeNull();
    }
    const stronger = await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(new Uint8Array(64));
    expect(await verifier.verify(stronger, 'contracts', CONTENT)).toBeNull();
  });

  it('is refused where somebody who has the secret sealed what is no assertion', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
    for (const payload of ['', 'no JSON', 'null', '7', '"text"', '[]', '{}']) {
      const text = `${header}.${Buffer.from(payload).toString('base64url')}`;
      const sealed = `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
      expect(await verifier.verify(sealed, 'contracts', CONTENT), payload).toBeNull();
    }
  });

  it('is told from one that is signed by its header', async () => {
    const signed = await assertionSigner(await newSigningKey()).sign(viewer, 'contracts', 'r', options);
    expect(isSealed(signed)).toBe(false);
    expect(await verifier.verify(signed, 'contracts', CONTENT)).toBeNull();
    const sealed = await signer.sign(viewer, 'contracts', 'r', options);
    expect(isSealed(sealed)).toBe(true);
    expect(decodeProtectedHeader(sealed)).toEqual({ alg: 'HS256', typ: 'JWT' });
  });

  it('is refused with any character changed', async () => {
    const assertion = await signer.sign(viewer, 'contracts', 'request-1', options);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(assertion.length - 1),
        fc.constantFrom('A', 'x', '"', '.', ' ', '='),
        async (at, other) => {
          fc.pre(assertion[at] !== other);
          const changed = `${assertion.slice(0, at)}${other}${assertion.slice(at + 1)}`;
          expect(await verifier.verify(changed, 'contracts', CONTENT)).toBeNull();
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
