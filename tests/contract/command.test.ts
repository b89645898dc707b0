import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { assertionSigner } from '../../platform/identity/assertion.ts';
import { readSigningKey } from '../../platform/identity/keys.ts';
import { partnerViewer } from '../../platform/identity/viewer.ts';
import { TestProcess } from '../support/process.ts';
import { serve } from '../support/subgraph-server.ts';
import { testSigningKey } from '../support/subgraph.ts';
import { contractCommand } from './command.ts';

const ROOT = projectRoot();
const PROMISES = join(ROOT, 'tests/contract/promises/devices.yaml');
/** The checks that write. */
const WRITING = ['--check', 'consumers,entities,lists.walk,lists.stable'];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file into the folder of this test. */
function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function keyWritten(name: string): Promise<string> {
  const { privateKey } = await testSigningKey();
  return written(name, JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'EdDSA' }));
}

async function run(...args: string[]): Promise<{ code: number; said: string; complained: string }> {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await contractCommand(args, ROOT, {
    say: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
  });
  return { code, said: said.join('\n'), complained: complained.join('\n') };
}

describe('npm run contract', () => {
  it.each<[string[], string]>([
    [[], 'expected --subgraph catalogue|classification|contracts|devices or --all, got neither.'],
    [['--all', '--subgraph', 'devices'], 'or --all, got both.'],
    [
      ['--subgraph', 'none'],
      '--subgraph: expected one of catalogue, classification, contracts, devices, got "none".',
    ],
    [
      ['--subgraph', 'devices', '--url', 'localhost'],
      '--url: expected an address that begins with https:// or http://',
    ],
    [['--subgraph', 'devices', '--writes'], '--writes: expected --url with it, got none.'],
    [['--subgraph', 'devices', '--check', 'entity'], '--check: expected the beginning of one of sdl.served,'],
    [['--subgraph', 'devices', '--color'], "Unknown option '--color'"],
  ])('ends with 2 and says what it expects: %j', async (args, message) => {
    const { code, complained } = await run(...args);
    expect(code).toBe(2);
    expect(complained).toContain(message);
    expect(complained).toContain('npm run contract -- --subgraph NAME');
  });

  it('ends with 2 where nobody listens', async () => {
    const { code, complained } = await run('--subgraph', 'devices', '--url', 'http://127.0.0.1:1/graphql');
    expect(code).toBe(2);
    expect(complained).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/graphql: expected an answer within 30 s, got none: .+ Does it listen there\?$/,
    );
  });

  it('ends with 2 where something else listens', async () => {
    await using page = await serve((_request, response) => void response.end('<!doctype html>'));
    const { code, complained } = await run('--subgraph', 'devices', '--url', page.url);
    expect(code).toBe(2);
    expect(complained).toContain('expected a GraphQL answer in JSON, got status 200: "<!doctype html>"');
  });

  it('ends with 2 where promises cannot be read', async () => {
    const file = written(
      'promises.yaml',
      'viewers: { partner: { partner: GB } }\nlists: [{ name: models }]\n',
    );
    const { code, complained } = await run('--subgraph', 'devices', '--promises', file);
    expect(code).toBe(2);
    expect(complained).toBe(`${file}: lists.0.viewer: Invalid input: expected string, received undefined`);
  });

  it('says what each check holds', async () => {
    const { code, said } = await run('--list', '--check', 'entities.order');
    expect(code).toBe(0);
    expect(said).toMatch(/^entities\.order +`_entities` gives as many as were asked for/);
  });

  it('ends with 0 where all is kept, and writes what build servers read', async () => {
    const junit = join(folder, 'kept.xml');
    const { code, said } = await run('--subgraph', 'devices', '--check', 'errors,entities', '--junit', junit);
    expect(said).toContain('devices (in process, SQLite in memory): 9 of 9 checks kept');
    expect(said).toMatch(/^ 1\/9 kept +entities\.known +\d+ cases +\d+ ms$/m);
    expect(code).toBe(0);
    const xml = readFileSync(junit, 'utf8');
    expect(xml).toMatch(
      /<testsuite name="contract of devices" hostname="in process, SQLite in memory" tests="9" failures="0"/,
    );
    expect(xml).toContain('<testcase classname="contract.devices" name="errors.codes"');
  });

  it('ends with 1 where something is broken, and says what to do', async () => {
    const promised = readFileSync(PROMISES, 'utf8').replace('code: FORBIDDEN', 'code: CONFLICT');
    const junit = join(folder, 'broken.xml');
    const args = ['--subgraph', 'devices', '--check', 'errors.codes', '--junit', junit];
    const { code, said } = await run(...args, '--promises', written('other.yaml', promised));
    expect(code).toBe(1);
    expect(said).toContain('BROKEN    errors.codes');
    expect(said).toMatch(
      /a change without the scope\n +expected the code CONFLICT\n +got +FORBIDDEN\n +do +Give the code/,
    );
    expect(said).toContain('devices (in process, SQLite in memory): 0 of 1 checks kept');
    expect(readFileSync(junit, 'utf8')).toContain(
      '<failure type="errors.codes" message="a change without the scope: expected the code CONFLICT, got FORBIDDEN">',
    );
  });
});

describe('npm run contract -- --url', () => {
  let server: TestProcess;
  let url: string;
  let keyFile: string;
  let secretFile: string;
  let assertionFile: string;
  beforeAll(async () => {
    keyFile = await keyWritten('gateway.jwk.json');
    const key = await readSigningKey(keyFile, 'the test');
    const partner = partnerViewer('GB', 'contract-tests', [], []);
    assertionFile = written(
      'assertion',
      await assertionSigner(key).sign(partner, 'devices', 'trial', { lifetimeSeconds: 600 }),
    );
    secretFile = written('gateway.secret', randomBytes(32).toString('base64url'));
    server = new TestProcess(['dist/bin/devices.js'], {
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      ASSERTION_SECRET_FILE: secretFile,
      ASSERTION_JWKS_FILE: written('gateway.jwks', JSON.stringify({ keys: [key.publicJwk] })),
    });
    url = (await server.printed(/listens on (\S+)/))[1] as string;
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('changes nothing without --writes, and says what it could not try', async () => {
    const { code, said } = await run('--subgraph', 'devices', '--url', url, '--key', keyFile, ...WRITING);
    expect(said).toContain(
      'not tried: consumer edge, operation RegisterDevice: nothing may be written here (--writes)',
    );
    expect(said).toContain('not tried: Device: nothing may be written here (--writes)');
    expect(said).toContain('not tried: devices of a viewer: it has no two rows to walk over');
    expect(said).not.toContain('BROKEN');
    expect(code).toBe(0);
  });

  it('tries everything with it, sealed with the secret that the subgraph shares', async () => {
    const args = ['--subgraph', 'devices', '--url', url, '--secret', secretFile, '--writes'];
    const { code, said } = await run(...args, ...WRITING);
    expect(said).not.toContain('not tried:');
    expect(code).toBe(0);
  });

  it('asks for the viewers for whom there is an assertion, and refuses names of others', async () => {
    const args = ['--subgraph', 'devices', '--url', url, '--check', 'errors,lists.size'];
    const { code, said } = await run(...args, '--assertion', `partner=${assertionFile}`);
    expect(said).toContain(
      'not tried: devices without a token: nothing says on behalf of anonymous what may be asked',
    );
    expect(code).toBe(0);
    const wrong = await run(...args, '--assertion', `nobody=${assertionFile}`);
    expect(wrong).toMatchObject({
      code: 2,
      complained: expect.stringContaining('--assertion: expected one of anonymous, partner,'),
    });
  });

  it('tells of a key that is not the gateway’s', async () => {
    const file = await keyWritten('other.jwk.json');
    const { code, complained } = await run(
      '--subgraph',
      'devices',
      '--url',
      url,
      '--key',
      file,
      '--check',
      'sdl.served',
    );
    expect(code).toBe(2);
    expect(complained).toContain('expected an answer, got 401: the assertion is refused.');
  });
});
