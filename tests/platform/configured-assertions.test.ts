import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configuredSigner } from '../../gateway/transport/configured.ts';
import { toConfig, type Config } from '../../platform/config.ts';
import { assertionSigner } from '../../platform/identity/assertion.ts';
import { configuredVerifier } from '../../platform/identity/configured-verifier.ts';
import { developmentKeys } from '../../platform/identity/development-keys.ts';
import { newSigningKey, type SigningKey } from '../../platform/identity/keys.ts';
import { isSealed } from '../../platform/identity/secret-assertions.ts';
import { ANONYMOUS } from '../../platform/identity/viewer.ts';

const folder = mkdtempSync(join(tmpdir(), 'assertions-'));
const PRODUCTION = {
  NODE_ENV: 'production',
  TOKEN_ISSUER: 'https://id.example',
  TOKEN_JWKS_FILE: 'x',
  SUBGRAPH_TRANSPORT: 'http',
};
const SECRETS = join(folder, '{subgraph}.secret');
const content = '{ __typename }';
let key: SigningKey;
let keyFile: string;
let published: string;

const written = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const secret = (filling: number): string => Buffer.alloc(32, filling).toString('base64url');

beforeAll(async () => {
  key = await newSigningKey();
  keyFile = written('key.json', JSON.stringify({ ...(await exportJWK(key.privateKey)), alg: key.algorithm }));
  published = written('keys.json', JSON.stringify({ keys: [key.publicJwk] }));
  written('catalogue.secret', `${secret(1)}\n`);
  written('contracts.secret', `${secret(2)}\n${secret(3)}\n`);
  written('short.secret', 'c2hvcnQ');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Whether a subgraph believes what a gateway sends. */
async function believes(gateway: Config, subgraph: Config, name: string): Promise<boolean> {
  const signer = await configuredSigner(gateway, [name]);
  const assertion = await signer.sign(ANONYMOUS, name, 'request', { content });
  const verifier = await configuredVerifier(subgraph, name);
  return (await verifier.verify(assertion, name, content)) !== null;
}

describe('a gateway and its subgraphs', () => {
  it('share secrets that development makes for each, and nothing in production', async () => {
    const data = mkdtempSync(join(folder, 'data-'));
    const development = toConfig({ DATA_DIR: data });
    expect(await believes(development, development, 'catalogue')).toBe(true);
    expect(await believes(development, development, 'contracts')).toBe(true);
    expect(readdirSync(join(data, 'keys')).filter((it) => it.endsWith('.secret'))).toEqual([
      'catalogue-assertion.secret',
      'contracts-assertion.secret',
    ]);
    await expect(
      configuredVerifier(toConfig({ ...PRODUCTION, ASSERTION_KEY_FILE: keyFile }), 'x'),
    ).rejects.toThrow(
      'ASSERTION_SECRET_FILE: expected it or ASSERTION_JWKS_FILE in production, got neither.',
    );
    await expect(configuredSigner(toConfig(PRODUCTION), ['x'])).rejects.toThrow(
      'ASSERTION_SECRET_FILE: expected it or ASSERTION_KEY_FILE in production, got neither.',
    );
  });

  it('share the secrets of the configuration, one of their own each', async () => {
    const config = toConfig({ ...PRODUCTION, ASSERTION_SECRET_FILE: SECRETS });
    expect(await believes(config, config, 'catalogue')).toBe(true);
    expect(await believes(config, config, 'contracts')).toBe(true);
    const others = toConfig({ ...PRODUCTION, ASSERTION_SECRET_FILE: join(folder, 'contracts.secret') });
    expect(await believes(config, others, 'catalogue')).toBe(false);
  });

  it('change a secret without a gap: the subgraph takes all of its file, the gateway seals with the first', async () => {
    const changing = toConfig({ ...PRODUCTION, ASSERTION_SECRET_FILE: SECRETS });
    written('contracts-before.secret', secret(2));
    written('contracts-after.secret', secret(3));
    for (const [when, taken] of [
      ['before', true],
      ['after', true],
      ['never', false],
    ] as const) {
      written('contracts-never.secret', secret(4));
      const gateway = toConfig({
        ...PRODUCTION,
        ASSERTION_SECRET_FILE: join(folder, `{subgraph}-${when}.secret`),
      });
      expect([when, await believes(gateway, changing, 'contracts')]).toEqual([when, taken]);
    }
  });

  it('know each other by a signature where a subgraph shares no secret', async () => {
    const gateway = toConfig({ ...PRODUCTION, ASSERTION_SECRET_FILE: SECRETS, ASSERTION_KEY_FILE: keyFile });
    const sealed = toConfig({ ...PRODUCTION, ASSERTION_SECRET_FILE: SECRETS });
    const signed = { ...sealed, ASSERTION_SECRET_FILE: undefined, ASSERTION_JWKS_FILE: published };
    expect(await believes(gateway, signed, 'devices')).toBe(true);
    expect(await believes(gateway, sealed, 'catalogue')).toBe(true);
    expect(await believes(gateway, signed, 'catalogue')).toBe(false);
    const both = { ...sealed, ASSERTION_JWKS_FILE: published };
    expect(await believes(gateway, both, 'catalogue')).toBe(true);
    const signs = toConfig({ ...PRODUCTION, ASSERTION_KEY_FILE: keyFile });
    expect(await believes(signs, both, 'catalogue')).toBe(true);
    expect(await believes(signs, sealed, 'catalogue')).toBe(false);
  });

  it('never take the text of a public key for a secret', async () => {
    const verifier = await configuredVerifier(
      { ...toConfig({}), ASSERTION_JWKS_FILE: published },
      'catalogue',
    );
    const signed = await assertionSigner(key).sign(ANONYMOUS, 'catalogue', 'r', { content });
    const claims = JSON.parse(Buffer.from(signed.split('.')[1] as string, 'base64url').toString());
    const texts = [
      JSON.stringify(key.publicJwk),
      String(key.publicJwk.x),
      Buffer.from(String(key.publicJwk.x), 'base64url'),
    ];
    for (const it of texts) {
      const secretOfPublic = typeof it === 'string' ? Buffer.from(it) : it;
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(secretOfPublic);
      expect(isSealed(forged)).toBe(true);
      expect(await verifier.verify(forged, 'catalogue', content)).toBeNull();
    }
    expect(await verifier.verify(signed, 'catalogue', content)).not.toBeNull();
  });

  it('take trials signed with the development key outside production', async () => {
    const development = toConfig({ DATA_DIR: mkdtempSync(join(folder, 'data-')) });
    const trial = await assertionSigner(await developmentKeys(development.DATA_DIR).assertion()).sign(
      ANONYMOUS,
      'catalogue',
      'r',
    );
    const verifier = await configuredVerifier(development, 'catalogue');
    expect(await verifier.verify(trial, 'catalogue', content)).not.toBeNull();
  });
});

describe('what cannot be taken is said in one line', () => {
  it.each([
    [{ ASSERTION_SECRET_FILE: SECRETS }, 'ASSERTION_SECRET_FILE: expected a readable file, got '],
    [{ ASSERTION_KEY_FILE: SECRETS }, 'ASSERTION_KEY_FILE: expected a file with a private JWK'],
  ])('of a gateway: %j', async (environment, message) => {
    await expect(configuredSigner(toConfig(environment), ['devices'])).rejects.toThrow(message);
  });

  it('of one secret for two subgraphs, in one file or in two', async () => {
    written('one.secret', secret(5));
    written('same-as-one.secret', `${secret(6)}\n${secret(5)}\n`);
    const message =
      /^ASSERTION_SECRET_FILE: expected secrets of their own for \S+ and \S+, .* got the same for both\.$/;
    for (const [file, names] of [
      [join(folder, 'one.secret'), ['catalogue', 'devices']],
      [SECRETS, ['one', 'same-as-one']],
    ] as const) {
      await expect(configuredSigner(toConfig({ ASSERTION_SECRET_FILE: file }), names)).rejects.toThrow(
        message,
      );
    }
  });

  it('of a file that cannot be read, where a key is there too', async () => {
    const config = toConfig({ ASSERTION_SECRET_FILE: folder, ASSERTION_KEY_FILE: keyFile });
    await expect(configuredSigner(config, ['devices'])).rejects.toThrow(
      'ASSERTION_SECRET_FILE: expected a readable file, got ',
    );
  });

  it('of a file that holds other things', async () => {
    written('prose.secret', 'This is a line of prose that is long enough to be a secret of many bytes.');
    const config = toConfig({ ASSERTION_SECRET_FILE: SECRETS });
    await expect(configuredSigner(config, ['prose'])).rejects.toThrow(
      /^ASSERTION_SECRET_FILE: expected at least 32 bytes in base64url, got other characters in /,
    );
  });

  it('of a secret that is too short', async () => {
    const config = toConfig({ ASSERTION_SECRET_FILE: SECRETS });
    const message =
      /^ASSERTION_SECRET_FILE: expected at least 32 bytes in base64url, got 5 in .*short\.secret\.$/;
    await expect(configuredSigner(config, ['short'])).rejects.toThrow(message);
    await expect(configuredVerifier(config, 'short')).rejects.toThrow(message);
  });

  it('of public keys that are none', async () => {
    for (const file of [join(folder, 'nowhere'), join(folder, 'short.secret')]) {
      await expect(configuredVerifier(toConfig({ ASSERTION_JWKS_FILE: file }), 'x')).rejects.toThrow(
        `ASSERTION_JWKS_FILE: expected a file with public keys (JWKS), got ${file}.`,
      );
    }
  });
});
