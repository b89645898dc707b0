import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configuredIssuers } from '../../../gateway/identity/issuers.ts';
import { toConfig } from '../../../platform/config.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'issuers-'));
  const { publicKey } = await generateKeyPair('ES256');
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [await exportJWK(publicKey)] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FIRST = { issuer: 'https://id.gb.example', jwksFile: 'keys.json', partners: ['GB'] };

function configured(issuers: unknown, environment: Record<string, string> = {}) {
  const file = join(folder, 'issuers.json');
  writeFileSync(file, typeof issuers === 'string' ? issuers : JSON.stringify(issuers));
  return configuredIssuers(toConfig({ TOKEN_ISSUERS_FILE: file, ...environment }));
}

describe('identity providers in a file', () => {
  it('are trusted beside the one of the variables, each with what it may do', () => {
    const second = {
      issuer: 'https://id.nato.example',
      jwksUrl: 'https://id.nato.example/keys',
      audiences: ['nato-portal'],
      algorithms: ['EdDSA'],
    };
    const variables = { TOKEN_ISSUER: 'https://id.example', TOKEN_JWKS_URL: 'https://id.example/keys' };
    const found = configured([FIRST, second], variables).map(({ keys: _keys, ...it }) => it);
    const all = ['ES256', 'ES384', 'EdDSA', 'RS256', 'PS256'];
    const audiences = ['partner-cloud-catalogue'];
    expect(found).toEqual([
      { issuer: 'https://id.example', audiences, algorithms: all, partners: null },
      { issuer: 'https://id.gb.example', audiences, algorithms: all, partners: ['GB'] },
      {
        issuer: 'https://id.nato.example',
        audiences: ['nato-portal'],
        algorithms: ['EdDSA'],
        partners: null,
      },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /expected a readable file with JSON/],
    ['no list', {}, /expected a list of issuers/],
    ['no keys', [{ issuer: 'x' }], /jwksUrl or jwksFile, one of them/],
    ['keys in two places', [{ ...FIRST, jwksUrl: 'https://x.example' }], /jwksUrl or jwksFile, one of them/],
    ['an algorithm of shared secrets', [{ ...FIRST, algorithms: ['HS256'] }], /0\.algorithms\.0/],
    ['what nobody knows', [{ ...FIRST, trust: 'all' }], /trust/],
    ['no partner’s code', [{ ...FIRST, partners: ['gb'] }], /0\.partners\.0/],
    ['an issuer twice', [FIRST, FIRST], /expected each issuer once, got https:\/\/id\.gb\.example twice/],
    [
      'a file that is not there',
      [{ ...FIRST, jwksFile: 'none.json' }],
      /expected a readable file with a JWKS/,
    ],
  ])('are refused in one line: %s', (_what, issuers, message) => {
    expect(() => configured(issuers)).toThrow(message);
    expect(() => configured(issuers)).toThrow(/^TOKEN_ISSUERS_FILE: [^\n]*$/);
  });
});
