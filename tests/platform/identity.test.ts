import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash, sign } from 'node:crypto';
import fc from 'fast-check';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  exportJWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  assertionSigner,
  assertionVerifier,
  type AssertionVerifier,
} from '../../platform/identity/assertion.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { ed25519Key } from '../../platform/identity/ed25519.ts';
import { readSigningKey, SIGNATURE_ALGORITHMS, type SigningKey } from '../../platform/identity/keys.ts';
import { ANONYMOUS, partnerViewer } from '../../platform/identity/viewer.ts';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const viewer = partnerViewer('GB', 'ann', ['GB-PUBLIC-SECTOR'], ['catalogue:operate']);
const CONTENT = '{"query":"{ contracts { id } }"}';
let key: SigningKey;
let verifier: AssertionVerifier;

beforeAll(async () => {
  key = await developmentKeys(folder).assertion();
  verifier = assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] }));
});

it('carries the viewer and the request to the subgraph that it is meant for, and to no other', async () => {
  const assertion = await assertionSigner(key).sign(viewer, 'contracts', 'request-1', { content: CONTENT });
  expect(await verifier.verify(assertion, 'contracts', CONTENT)).toEqual({ viewer, requestId: 'request-1' });
  expect(await verifier.verify(assertion, 'devices', CONTENT)).toBeNull();
});

it.each(SIGNATURE_ALGORITHMS)('is signed with a configured %s key so that others verify it', async (alg) => {
  const pair = await generateKeyPair(alg, { extractable: true });
  const file = join(folder, `${alg}.jwk.json`);
  writeFileSync(file, JSON.stringify({ ...(await exportJWK(pair.privateKey)), alg }));
  const configured = await readSigningKey(file, 'ASSERTION_KEY_FILE');
  const assertion = await assertionSigner(configured).sign(viewer, 'contracts', 'request-3', {
    content: CONTENT,
  });
  expect(decodeProtectedHeader(assertion)).toEqual({ alg, kid: configured.id, typ: 'JWT' });
  const published = assertionVerifier(createLocalJWKSet({ keys: [configured.publicJwk] }));
  expect(await published.verify(assertion, 'contracts', CONTENT)).toEqual({ viewer, requestId: 'request-3' });
  const forged = `${assertion.slice(0, -8)}AAAAAAAA`;
  expect(await published.verify(forged, 'contracts', CONTENT)).toBeNull();
});

it('is good for what it was signed for, and for nothing else', async () => {
  const sign = assertionSigner(key);
  const trial = assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] }), { takesUnbound: true });
  const bound = await sign.sign(viewer, 'contracts', 'r', { content: CONTENT });
  const unbound = await sign.sign(viewer, 'contracts', 'r');
  for (const content of [`${CONTENT} `, CONTENT.replace('id', 'price'), '', undefined]) {
    expect(await verifier.verify(bound, 'contracts', content)).toBeNull();
    expect(await trial.verify(bound, 'contracts', content)).toBeNull();
    expect(await verifier.verify(unbound, 'contracts', content)).toBeNull();
    expect(await trial.verify(unbound, 'contracts', content)).not.toBeNull();
  }
});

it('carries the anonymous viewer as nobody', async () => {
  const assertion = await assertionSigner(key).sign(ANONYMOUS, 'contracts', 'request-2', {
    content: CONTENT,
  });
  expect(await verifier.verify(assertion, 'contracts', CONTENT)).toEqual({
    viewer: ANONYMOUS,
    requestId: 'request-2',
  });
});

it('refuses what is missing, expired, unsigned or signed by somebody else', async () => {
  expect(await verifier.verify(undefined, 'contracts', CONTENT)).toBeNull();
  expect(
    await verifier.verify(
      await assertionSigner(key).sign(viewer, 'contracts', 'r', { content: CONTENT, lifetimeSeconds: -10 }),
      'contracts',
      CONTENT,
    ),
  ).toBeNull();
  const other = await developmentKeys(mkdtempSync(join(tmpdir(), 'keys-'))).assertion();
  expect(
    await verifier.verify(
      await assertionSigner(other).sign(viewer, 'contracts', 'r', { content: CONTENT }),
      'contracts',
      CONTENT,
    ),
  ).toBeNull();
  const claims = decodeJwt(await assertionSigner(key).sign(viewer, 'contracts', 'r', { content: CONTENT }));
  const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  expect(await verifier.verify(`${text({ alg: 'none' })}.${text(claims)}.`, 'contracts', CONTENT)).toBeNull();
});

it('refuses an assertion without an end', async () => {
  const endless = await new SignJWT({ partner: 'GB', content: hash('sha256', CONTENT, 'base64url') })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id })
    .setIssuer('partner-cloud-catalogue/gateway')
    .setAudience('partner-cloud-catalogue/subgraph/contracts')
    .setSubject('ann')
    .setJti('r')
    .sign(key.privateKey);
  expect(await verifier.verify(endless, 'contracts', CONTENT)).toBeNull();
});

it('signs what every library of JWTs can verify', async () => {
  const assertion = await assertionSigner(key).sign(viewer, 'contracts', 'request-3', { content: CONTENT });
  expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'EdDSA', kid: key.id, typ: 'JWT' });
  const { payload } = await jwtVerify(assertion, key.publicKey, { algorithms: ['EdDSA'] });
  expect(payload).toMatchObject({ sub: 'ann', jti: 'request-3', partner: 'GB', scope: 'catalogue:operate' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
});

it.each(['ES256', 'PS256'])('signs and verifies with keys of other algorithms too: %s', async (algorithm) => {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = { ...(await exportJWK(pair.publicKey)), alg: algorithm, kid: 'other' };
  const other: SigningKey = { algorithm, id: 'other', ...pair, publicJwk };
  const assertion = await assertionSigner(other).sign(viewer, 'contracts', 'request-4', { content: CONTENT });
  const verify = assertionVerifier(createLocalJWKSet({ keys: [publicJwk, key.publicJwk] }));
  for (const _time of [1, 2]) {
    expect(await verify.verify(assertion, 'contracts', CONTENT)).toEqual({ viewer, requestId: 'request-4' });
    expect(await verify.verify(assertion, 'devices', CONTENT)).toBeNull();
  }
});

describe('a verifier that knows the gateway’s key', () => {
  const second = 1_000;
  const now = () => Math.floor(Date.now() / second);
  const odd = <Value>(usual: Value) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant<unknown>(usual) }, { weight: 1, arbitrary: fc.jsonValue() });
  const claims = fc.record(
    {
      iss: odd('partner-cloud-catalogue/gateway'),
      aud: fc.oneof(
        odd('partner-cloud-catalogue/subgraph/contracts'),
        fc.constant(['partner-cloud-catalogue/subgraph/contracts', 'another']),
      ),
      sub: odd('ann'),
      jti: odd('request'),
      exp: fc.oneof(odd(now() + 600), fc.constantFrom(now() - 600, 0, -1, 1e300)),
      iat: odd(now()),
      nbf: odd(now() - 10),
      partner: odd('GB'),
      tags: odd(['GB-PUBLIC-SECTOR']),
      scope: odd('catalogue:operate'),
      content: odd(hash('sha256', CONTENT, 'base64url')),
    },
    { requiredKeys: ['iss', 'aud', 'exp', 'partner', 'content'] },
  );
  const header = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({ crit: fc.constant(['exp']), b64: fc.boolean() }, { requiredKeys: [] }),
    },
  );
  const base64url = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  /** Signed as it is, whatever it says. */
  const signed = (head: object, payload: unknown): string => {
    const text = `${base64url({ alg: 'EdDSA', kid: key.id, typ: 'JWT', ...head })}.${base64url(payload)}`;
    return `${text}.${sign(null, Buffer.from(text), ed25519Key(key.privateKey)!).toString('base64url')}`;
  };

  it('takes of signed claims what one takes that knows nothing yet, and the same of them', async () => {
    await verifier.verify(
      await assertionSigner(key).sign(viewer, 'contracts', 'r', { content: CONTENT }),
      'contracts',
      CONTENT,
    );
    const verdicts = { taken: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        header,
        fc.oneof({ weight: 9, arbitrary: claims }, fc.jsonValue()),
        async (head, payload) => {
          const assertion = signed(head, payload);
          const fresh = assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] }));
          const verdict = await fresh.verify(assertion, 'contracts', CONTENT);
          expect(await verifier.verify(assertion, 'contracts', CONTENT)).toEqual(verdict);
          verdicts[verdict ? 'taken' : 'refused']++;
        },
      ),
      { numRuns: 300 },
    );
    expect(verdicts.taken).toBeGreaterThan(20);
    expect(verdicts.refused).toBeGreaterThan(20);
  });

  it('refuses an assertion with any character changed but the last, some of whose bits say nothing', async () => {
    const assertion = await assertionSigner(key).sign(viewer, 'contracts', 'request-5', { content: CONTENT });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(assertion.length - 2),
        fc.constantFrom('A', 'b', '7', '_', '.', '='),
        async (at, by) => {
          fc.pre(assertion[at] !== by);
          const forged = assertion.slice(0, at) + by + assertion.slice(at + 1);
          expect(await verifier.verify(forged, 'contracts', CONTENT)).toBeNull();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses it when it ends, and for another subgraph', async () => {
    const signer = assertionSigner(key);
    expect(
      await verifier.verify(
        await signer.sign(viewer, 'contracts', 'r', { content: CONTENT, lifetimeSeconds: 0 }),
        'contracts',
        CONTENT,
      ),
    ).toBeNull();
    expect(
      await verifier.verify(
        await signer.sign(viewer, 'devices', 'r', { content: CONTENT }),
        'contracts',
        CONTENT,
      ),
    ).toBeNull();
    expect(
      await verifier.verify(
        await signer.sign(viewer, 'contracts', 'r', { content: CONTENT, lifetimeSeconds: 30 }),
        'contracts',
        CONTENT,
      ),
    ).not.toBeNull();
  });
});

it('makes its development keys once, for their owner alone', async () => {
  const again = await developmentKeys(folder).assertion();
  expect(again.id).toBe(key.id);
  expect(statSync(join(folder, 'keys', 'assertion.jwk.json')).mode & 0o077).toBe(0);
  const secrets = await Promise.all([1, 2, 3].map(() => developmentKeys(folder).cursorSecret()));
  expect(new Set(secrets.map((it) => Buffer.from(it).toString('hex'))).size).toBe(1);
});
