import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentId, manifestText, readManifest } from '../../platform/documents/manifest.ts';
import { signManifest, verifyManifest } from '../../platform/documents/signature.ts';
import { createLocalJWKSet } from 'jose';
import { FIXTURE_SUBGRAPHS } from '../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { LogProbe } from '../support/log-probe.ts';
import { manifestFolder, type ManifestFolder } from '../support/manifests.ts';
import { PORTAL_DOCUMENTS } from '../support/portal.ts';
import { TestProcess } from '../support/process.ts';
import { testSigningKey } from '../support/subgraph.ts';

const ONE = 'query One { schemes { id } }';
const TWO = 'query Two { day(on: "2026-01-01") }';

let folder: ManifestFolder;
beforeEach(async () => {
  folder = await manifestFolder();
});
afterEach(() => folder[Symbol.dispose]());

const start = (mode: 'log' | 'allow-list', log = new LogProbe()) =>
  startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: folder.environment(mode),
    log: log.logger,
    times: { look: 20 },
  });

async function statusOf({ url }: TestGateway, operation: object): Promise<[number, string | undefined]> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'apollographql-client-name': 'portal' },
    body: JSON.stringify(operation),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return [response.status, errors?.[0]?.extensions.code];
}
const byId = (text: string, more = {}) => ({
  ...more,
  extensions: { persistedQuery: { version: 1, sha256Hash: documentId(text) } },
});

describe('trusted documents', () => {
  it('that change are taken while the gateway runs; of a bad manifest the one before stays', async () => {
    const log = new LogProbe();
    await folder.write('portal', [ONE]);
    await using gateway = await start('allow-list', log);
    expect(await statusOf(gateway, { query: TWO })).toEqual([403, 'OPERATION_NOT_TRUSTED']);

    await folder.write('portal', [ONE, TWO]);
    await expect.poll(() => statusOf(gateway, { query: TWO })).toEqual([200, undefined]);

    await folder.write('portal', [ONE], await testSigningKey('manifests'));
    await expect.poll(() => log.lines()).toContain('manifest refused; the one before stays');
    expect(await statusOf(gateway, { query: TWO })).toEqual([200, undefined]);

    rmSync(join(folder.directory, 'portal.json'));
    await expect.poll(() => statusOf(gateway, { query: ONE })).toEqual([403, 'OPERATION_NOT_TRUSTED']);
  });

  it('are logged where they are unknown, each once, and executed, in the mode log', async () => {
    const log = new LogProbe();
    await folder.write('portal', [ONE]);
    await using gateway = await start('log', log);
    for (const query of [ONE, TWO, TWO]) expect((await statusOf(gateway, { query }))[0]).toBe(200);
    expect(await statusOf(gateway, byId(ONE))).toEqual([200, undefined]);
    expect(log.lines().match(/operation of no manifest/g)).toHaveLength(1);
    expect(log.lines()).toContain(`"client":"portal","document":"${documentId(TWO)}"`);
    // Automatic persisted queries stay for the rest.
    expect(await statusOf(gateway, byId('{ schemes { id } }'))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect((await statusOf(gateway, byId(TWO, { query: TWO })))[0]).toBe(200);
    expect((await statusOf(gateway, byId(TWO)))[0]).toBe(200);
  });

  it.each<[string, () => Promise<void> | void, RegExp]>([
    [
      'without a signature',
      () => rmSync(join(folder.directory, 'portal.json.jws')),
      /portal\.json: expected a detached JWS/,
    ],
    [
      'with the signature of another text',
      () => writeFileSync(join(folder.directory, 'portal.json'), manifestText('portal', [TWO])),
      /portal\.json: the signature is not one of this text/,
    ],
    [
      'signed by another key',
      async () => folder.write('portal', [ONE], await testSigningKey('manifests')),
      /portal\.json: the signature is not one of this text/,
    ],
    [
      'under the name of another client',
      async () => {
        const read = (name: string) => readFileSync(join(folder.directory, name), 'utf8');
        writeFileSync(join(folder.directory, 'admin.json.jws'), read('portal.json.jws'));
        writeFileSync(join(folder.directory, 'admin.json'), read('portal.json'));
      },
      /admin\.json: operations\.0\.clientName: expected admin, as the file is called, got portal/,
    ],
  ])('end the start where a manifest comes %s', async (_what, spoil, message) => {
    await folder.write('portal', [ONE]);
    await spoil();
    await expect(start('allow-list')).rejects.toThrow(message);
  });

  it('end the start where the folder or the keys are not there', async () => {
    const gateway = (environment: Record<string, string>) =>
      startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS, environment });
    const all = folder.environment('log');
    await expect(gateway({ TRUSTED_DOCUMENTS: 'log' })).rejects.toThrow(
      /^TRUSTED_DOCUMENTS_DIR: expected a folder/,
    );
    await expect(gateway({ ...all, TRUSTED_DOCUMENTS_DIR: '/nowhere' })).rejects.toThrow(
      /^TRUSTED_DOCUMENTS_DIR: .*\/nowhere cannot be read/,
    );
    await expect(gateway({ ...all, TRUSTED_DOCUMENTS_JWKS_FILE: '/nowhere' })).rejects.toThrow(
      /^TRUSTED_DOCUMENTS_JWKS_FILE: /,
    );
  });

  it('leave automatic persisted queries to everybody where they are off, unless those are off too', async () => {
    await using gateway = await startTestGateway({ subgraphs: FIXTURE_SUBGRAPHS });
    expect(await statusOf(gateway, byId(ONE))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(await statusOf(gateway, byId(ONE, { query: ONE }))).toEqual([200, undefined]);
    expect(await statusOf(gateway, byId(ONE))).toEqual([200, undefined]);
    expect((await statusOf(gateway, byId(ONE, { query: TWO })))[0]).toBe(400);
    await using without = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { APQ_MIB: '0' },
    });
    expect(await statusOf(without, byId(ONE, { query: ONE }))).toEqual([
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ]);
  });
});

describe('a manifest', () => {
  const made = JSON.parse(manifestText('portal', [ONE])) as { operations: Record<string, unknown>[] };
  const changed = (change: object, operation = {}) =>
    JSON.stringify({ ...made, operations: [{ ...made.operations[0], ...operation }], ...change });

  it('of the portal is checked in with all its operations', () => {
    const { operations } = readManifest(readFileSync('schema/manifests/portal.json', 'utf8'), 'portal');
    expect(operations.map((it) => it.body)).toEqual(PORTAL_DOCUMENTS.map((it) => it.text));
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /expected JSON/],
    ['of another format', changed({ format: 'something' }), /^format: /],
    ['of another version', changed({ version: 2 }), /^version: /],
    ['without operations', changed({ operations: undefined }), /^operations: /],
    [
      'with an id that is not of its body',
      changed({}, { body: TWO }),
      /^operations\.0\.id: expected the SHA-256/,
    ],
    [
      'with an operation twice',
      changed({ operations: [made.operations[0], made.operations[0]] }),
      /^operations\.1\.id: .*once/,
    ],
    [
      'of another client',
      changed({}, { clientName: 'other' }),
      /^operations\.0\.clientName: expected portal/,
    ],
  ])('that is %s is refused', (_what, text, message) => {
    expect(() => readManifest(text, 'portal')).toThrow(message);
  });

  it('is not one by a signature of anything else, by the same key', async () => {
    const key = await testSigningKey();
    const keys = createLocalJWKSet({ keys: [key.publicJwk] });
    const { CompactSign } = await import('jose');
    const text = manifestText('portal', [ONE]);
    const whole = await new CompactSign(Buffer.from(text))
      .setProtectedHeader({ alg: 'EdDSA', kid: key.id })
      .sign(key.privateKey);
    const [header, , signature] = whole.split('.');
    await expect(verifyManifest(text, `${header}..${signature}`, keys)).rejects.toThrow(/of type/);
    await expect(verifyManifest(text, whole, keys)).rejects.toThrow(/detached/);
    await verifyManifest(text, await signManifest(text, key), keys);
  });
});

describe('npm run manifest', () => {
  const run = async (...args: string[]) => {
    await using command = new TestProcess(['gateway/commands/manifest.ts', ...args], {
      DATA_DIR: folder.directory,
    });
    return await command.ended();
  };

  it('signs a manifest, so that a gateway with its key takes it, and verifies it', async () => {
    const manifests = join(folder.directory, 'manifests');
    mkdirSync(manifests);
    const file = join(manifests, 'portal.json');
    writeFileSync(file, manifestText('portal', [ONE]));
    expect(await run('sign', file)).toMatchObject({ code: 0, stdout: `${file}.jws: signed 1 operations.\n` });
    expect(await run('verify', file)).toMatchObject({ code: 0 });
    const jwks = join(folder.directory, 'own.jwks');
    writeFileSync(jwks, (await run('jwks')).stdout);
    await using gateway = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: {
        TRUSTED_DOCUMENTS: 'allow-list',
        TRUSTED_DOCUMENTS_DIR: manifests,
        TRUSTED_DOCUMENTS_JWKS_FILE: jwks,
      },
    });
    expect((await statusOf(gateway, { query: ONE }))[0]).toBe(200);
    expect((await statusOf(gateway, { query: TWO }))[0]).toBe(403);

    writeFileSync(file, manifestText('portal', [TWO]));
    const { code, stderr } = await run('verify', file);
    expect([code, stderr]).toEqual([1, expect.stringContaining('the signature is not one of this text')]);
  });
});
