import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, print, type ASTNode } from 'graphql';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { supergraphOf } from '../../gateway/supergraph/supergraph.ts';
import { toConfig } from '../../platform/config.ts';
import { cursorSecret } from '../../platform/identity/cursor-secret.ts';
import { readSigningKey } from '../../platform/identity/keys.ts';
import { TestProcess, type Ended } from '../support/process.ts';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'commands-'));
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function run(command: string, args: readonly string[], environment = {}): Promise<Ended> {
  await using started = new TestProcess([`gateway/commands/${command}.ts`, ...args], {
    DATA_DIR: data,
    ...environment,
  });
  return await started.ended();
}

describe('npm run token', () => {
  it('prints a token for the partner, alone on its line', async () => {
    const { code, stdout } = await run('token', [
      'GB',
      '--tag=GB-MOD',
      '--tag=US-DOD',
      '--scope=catalogue:operate devices:sync',
      '--expires=90s',
      '--subject=alice',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const claims = decodeJwt(stdout.trim());
    expect(claims).toMatchObject({
      partner: 'GB',
      sub: 'alice',
      tags: ['GB-MOD', 'US-DOD'],
      scope: 'catalogue:operate devices:sync',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(90);
  });

  it.each<[string, string[], RegExp]>([
    ['no partner', [], /^partner: expected a country code .* got nothing\./],
    ['a partner in small letters', ['gb'], /^partner: expected .* got "gb"\./],
    ['no duration', ['GB', '--expires', 'soon'], /^--expires: expected a duration .* got "soon"\./],
    ['an endless life', ['GB', '--expires', '31d'], /^--expires: expected a duration/],
    ['an unknown option', ['GB', '--partner', 'US'], /^Unknown option '--partner'/],
  ])('refuses %s with a line that says what was expected, and the usage', async (_what, args, line) => {
    const { code, stdout, stderr } = await run('token', args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr.split('\n')[1]).toMatch(/^Usage: npm run -s token -- GB/);
  });

  it('is off in production', async () => {
    const { code, stdout, stderr } = await run('token', ['GB'], {
      NODE_ENV: 'production',
      TOKEN_ISSUER: 'https://id.example',
      TOKEN_JWKS_URL: 'https://id.example/keys',
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^NODE_ENV: expected development or test/);
  });
});

describe('npm run assertion', () => {
  it('prints an assertion for one subgraph', async () => {
    const { stdout } = await run('assertion', ['catalogue', '--partner', 'GB']);
    expect(decodeJwt(stdout.trim())).toMatchObject({
      aud: 'partner-cloud-catalogue/subgraph/catalogue',
      partner: 'GB',
    });
  });

  it('prints that of the anonymous where no partner is named', async () => {
    const { stdout } = await run('assertion', ['devices']);
    expect(decodeJwt(stdout.trim())['partner']).toBeNull();
  });

  it('refuses a subgraph that is none', async () => {
    const { code, stderr } = await run('assertion', ['prices']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^subgraph: expected one of catalogue, .* got "prices"\./);
  });
});

describe('npm run plan', () => {
  const operation = 'schema/operations/portal/models.graphql';

  it('shows the plan, what is compiled of it, and how long that took', async () => {
    const { code, stdout } = await run('plan', [operation]);
    expect(code).toBe(0);
    for (const part of ['# The plan', 'Fetch devices', '# The compiled steps', 'planning and compiling']) {
      expect(stdout).toContain(part);
    }
  });

  it.each<[string, (folder: string) => readonly string[], RegExp]>([
    ['no file', () => [], /^expected a file with an operation, got nothing\./],
    ['a file that is none', (folder) => [join(folder, 'none')], /none: expected a readable file/],
    ['no GraphQL', (folder) => [written(folder, '{ nope')], /line 1, column 7: Syntax Error/],
    ['another schema’s', (folder) => [written(folder, '{ x }')], /line 1, column 3: Cannot query field "x"/],
    ['no such operation', () => [operation, '--operation=X'], /models\.graphql: The document has no such/],
    ['no variables', () => [operation, '--variables=[1]'], /^--variables: expected a JSON object/],
    ['no supergraph', () => [operation, '--supergraph=package.json'], /got package\.json: line 2/],
    ['what is no option', () => ['--nope'], /Unknown option '--nope'/],
  ])('refuses in one line, with how it is used: %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await run('plan', args(data));
    expect([code, stdout]).toEqual([1, '']);
    const [first, usage, ...more] = stderr.trimEnd().split('\n');
    expect(first).toMatch(message);
    expect(usage).toMatch(/^Usage: npm run -s plan --/);
    expect(more).toEqual([]);
  });
});

function written(folder: string, text: string): string {
  const file = join(folder, 'operation.graphql');
  writeFileSync(file, text);
  return file;
}

describe('npm run keys', () => {
  it('makes keys that gateways and subgraphs take, for their owner alone, and never twice', async () => {
    const folder = join(data, 'secrets');
    const { code, stdout } = await run('keys', [folder]);
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 16]);
    const secrets = ['catalogue', 'classification', 'contracts', 'devices'].map((it) => {
      const secret = join(folder, `${it}-assertion.secret`);
      expect(statSync(secret).mode & 0o777).toBe(0o600);
      return readFileSync(secret, 'utf8');
    });
    expect(new Set(secrets.filter((it) => Buffer.from(it, 'base64url').length === 32)).size).toBe(4);
    const key = await readSigningKey(join(folder, 'assertion.jwk.json'), 'ASSERTION_KEY_FILE');
    const published = JSON.parse(readFileSync(join(folder, 'assertion.jwks.json'), 'utf8'));
    expect(published).toEqual({ keys: [key.publicJwk] });
    expect(statSync(join(folder, 'assertion.jwk.json')).mode & 0o777).toBe(0o600);
    const file = join(folder, 'cursor.secret');
    const secret = await cursorSecret(toConfig({ CURSOR_SECRET_FILE: file }));
    expect(secret).toHaveLength(32);
    expect(await run('keys', [folder])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^FOLDER: expected no catalogue-assertion\.secret in it yet/),
    });
    writeFileSync(file, 'short');
    expect(() => cursorSecret(toConfig({ CURSOR_SECRET_FILE: file }))).toThrow(
      /^CURSOR_SECRET_FILE: expected at least 32 bytes in base64url, got 3/,
    );
  });
});

describe('npm run plain-supergraph', () => {
  it('prints the supergraph without rules of access, and with all the rest', async () => {
    const { code, stdout } = await run('plain-supergraph', []);
    expect(code).toBe(0);
    const { definitions } = parse(stdout);
    expect(print(definitions[0] as ASTNode)).not.toMatch(/authenticated|requiresScopes/);
    expect(stdout).not.toMatch(/directive @(authenticated|requiresScopes)/);
    const { addresses } = supergraphOf(stdout);
    expect([...addresses.keys()]).toEqual(['catalogue', 'classification', 'contracts', 'devices']);
    expect(stdout).toContain('@inaccessible');
  });
});
