import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  SignJWT,
} from 'jose';
import { beforeAll, expect, it } from 'vitest';
import {
  assertionSigner,
  assertionVerifier,
  type AssertionVerifier,
} from '../../platform/identity/assertion.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { readSigningKey, SIGNATURE_ALGORITHMS, type SigningKey } from '../../platform/identity/keys.ts';
import { ANONYMOUS, partnerViewer } from '../../platform/identity/viewer.ts';

const folder = mkdtempSync(join(tmpdir(), 'keys-'));
const viewer = partnerViewer('GB', 'ann', ['GB-PUBLIC-SECTOR'], ['catalogue:operate']);
let key: SigningKey;
let verifier: AssertionVerifier;

beforeAll(async () => {
  key = await developmentKeys(folder).assertion();
  verifier = assertionVerifier(createLocalJWKSet({ keys: [key.publicJwk] }));
});

it('carries the viewer and the request to the subgraph that it is meant for, and to no other', async () => {
  const assertion = await assertionSigner(key).sign(viewer, 'contracts', 'request-1');
  expect(await verifier.verify(assertion, 'contracts')).toEqual({ viewer, requestId: 'request-1' });
  expect(await verifier.verify(assertion, 'devices')).toBeNull();
});

it.each(SIGNATURE_ALGORITHMS)('is signed with a configured %s key so that others verify it', async (alg) => {
  const pair = await generateKeyPair(alg, { extractable: true });
  const file = join(folder, `${alg}.jwk.json`);
  writeFileSync(file, JSON.stringify({ ...(await exportJWK(pair.privateKey)), alg }));
  const configured = await readSigningKey(file, 'ASSERTION_KEY_FILE');
  const assertion = await assertionSigner(configured).sign(viewer, 'contracts', 'request-3');
  expect(decodeProtectedHeader(assertion)).toEqual({ alg, kid: configured.id, typ: 'JWT' });
  const published = assertionVerifier(createLocalJWKSet({ keys: [configured.publicJwk] }));
  expect(await published.verify(assertion, 'contracts')).toEqual({ viewer, requestId: 'request-3' });
  const forged = `${assertion.slice(0, -8)}AAAAAAAA`;
  expect(await published.verify(forged, 'contracts')).toBeNull();
});

it('carries the anonymous viewer as nobody', async () => {
  const assertion = await assertionSigner(key).sign(ANONYMOUS, 'contracts', 'request-2');
  expect(await verifier.verify(assertion, 'contracts')).toEqual({
    viewer: ANONYMOUS,
    requestId: 'request-2',
  });
});

it('refuses what is missing, expired, unsigned or signed by somebody else', async () => {
  expect(await verifier.verify(undefined, 'contracts')).toBeNull();
  expect(
    await verifier.verify(await assertionSigner(key).sign(viewer, 'contracts', 'r', -10), 'contracts'),
  ).toBeNull();
  const other = await developmentKeys(mkdtempSync(join(tmpdir(), 'keys-'))).assertion();
  expect(
    await verifier.verify(await assertionSigner(other).sign(viewer, 'contracts', 'r'), 'contracts'),
  ).toBeNull();
  const claims = decodeJwt(await assertionSigner(key).sign(viewer, 'contracts', 'r'));
  const text = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  expect(await verifier.verify(`${text({ alg: 'none' })}.${text(claims)}.`, 'contracts')).toBeNull();
});

it('refuses an assertion without an end', async () => {
  const endless = await new SignJWT({ partner: 'GB' })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id })
    .setIssuer('partner-cloud-catalogue/gateway')
    .setAudience('partner-cloud-catalogue/subgraph/contracts')
    .setSubject('ann')
    .setJti('r')
    .sign(key.privateKey);
  expect(await verifier.verify(endless, 'contracts')).toBeNull();
});

it('makes its development keys once, for their owner alone', async () => {
  const again = await developmentKeys(folder).assertion();
  expect(again.id).toBe(key.id);
  expect(statSync(join(folder, 'keys', 'assertion.jwk.json')).mode & 0o077).toBe(0);
  const secrets = await Promise.all([1, 2, 3].map(() => developmentKeys(folder).cursorSecret()));
  expect(new Set(secrets.map((it) => Buffer.from(it).toString('hex'))).size).toBe(1);
});
