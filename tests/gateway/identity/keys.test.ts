import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FollowedKeys, keysInFile, type IssuerKeys } from '../../../gateway/identity/keys.ts';
import { textAt } from '../../../gateway/identity/text-at.ts';
import { tokenIdentity, type Identify } from '../../../gateway/identity/token-identity.ts';
import {
  AUDIENCE,
  IdentityProvider,
  ISSUER,
  providerKey,
  providerToken,
  type ProviderKey,
} from '../../support/identity-provider.ts';

let old: ProviderKey;
let next: ProviderKey;
let foreign: ProviderKey;
beforeAll(async () => {
  [old, next, foreign] = await Promise.all([
    providerKey('old'),
    providerKey('next', 'EdDSA'),
    providerKey('foreign'),
  ]);
});

const trusting = (keys: IssuerKeys): Identify =>
  tokenIdentity({
    issuers: [
      { issuer: ISSUER, audiences: [AUDIENCE], algorithms: ['ES256', 'EdDSA'], partners: null, keys },
    ],
  });
/** Short times, for keys at an address. */
const following = (url: string, times: Partial<ConstructorParameters<typeof FollowedKeys>[0]> = {}) =>
  new FollowedKeys({
    read: () => textAt(url, 200, 10_000),
    freshFor: 60_000,
    staleFor: 60_000,
    coolDown: 50,
    ...times,
  });
/** A token that was never seen: those that were are remembered. */
let users = 0;
const fresh = async (key: ProviderKey): Promise<string> =>
  `Bearer ${await providerToken(key, { sub: `user-${++users}` })}`;
const reasonOf = async (identified: Promise<unknown>): Promise<string> => {
  try {
    await identified;
    return 'taken';
  } catch (error) {
    return (error as { extensions: { reason: string } }).extensions.reason;
  }
};

describe('keys at an address', () => {
  it('are read at first need, once however many ask', async () => {
    await using provider = await new IdentityProvider().start();
    provider.keys = [old];
    const identify = trusting(following(provider.url));
    expect(provider.fetched).toBe(0);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => fresh(old)));
    await Promise.all(tokens.map((it) => identify(it)));
    expect(provider.fetched).toBe(1);
  });

  it('are read again for a token that names another, which waits, though others just had them read', async () => {
    await using provider = await new IdentityProvider().start();
    provider.keys = [old];
    const keys = following(provider.url, { coolDown: 300 });
    const identify = trusting(keys);
    await identify(await fresh(old));
    // Whoever sends nonsense has them read, and the pause begins.
    expect(await reasonOf(identify(await fresh(foreign)))).toBe('TOKEN_INVALID');
    const { fetched } = provider;
    provider.keys = [old, next];
    const [byNext, byOld, nonsense] = await Promise.all([fresh(next), fresh(old), fresh(foreign)]);
    const results = [byNext, byOld, nonsense].map((it) => reasonOf(identify(it)));
    expect(await Promise.all(results)).toEqual(['taken', 'taken', 'TOKEN_INVALID']);
    expect(provider.fetched - fetched).toBeLessThanOrEqual(2);
  });

  it('make way for a key that came while they were being read', async () => {
    await using provider = await new IdentityProvider().start();
    provider.keys = [old];
    let answered: (() => void) | undefined;
    const keys = following(provider.url, {
      read: async () => {
        const text = provider.jwks;
        if (answered === undefined) await new Promise<void>((resolve) => (answered = resolve));
        return text;
      },
    });
    const identify = trusting(keys);
    const first = identify(await fresh(old));
    await vi.waitFor(() => expect(answered).toBeDefined(), 10_000);
    provider.keys = [old, next];
    const second = reasonOf(identify(await fresh(next)));
    answered!();
    await first;
    expect(await second).toBe('taken');
  });

  it('that were withdrawn count no more, for remembered tokens either', async () => {
    await using provider = await new IdentityProvider().start();
    provider.keys = [old, next];
    const identify = trusting(following(provider.url, { freshFor: 20 }));
    const token = await fresh(old);
    expect(await reasonOf(identify(token))).toBe('taken');
    provider.keys = [next];
    await delay(30);
    await identify(await fresh(next));
    await vi.waitFor(async () => expect(await reasonOf(identify(token))).toBe('TOKEN_INVALID'), 10_000);
  });

  it('are taken for a while when the provider is away, then none are; and again when it is back', async () => {
    await using provider = await new IdentityProvider().start();
    provider.keys = [old];
    const identify = trusting(following(provider.url, { freshFor: 50, staleFor: 400 }));
    const token = await fresh(old);
    expect(await reasonOf(identify(token))).toBe('taken');
    await provider.stop();
    await delay(60);
    expect(await reasonOf(identify(await fresh(old)))).toBe('taken');
    // A new key cannot be known: that says nothing against the token.
    expect(await reasonOf(identify(await fresh(next)))).toBe('KEYS_UNAVAILABLE');
    await delay(400);
    expect(await reasonOf(identify(await fresh(old)))).toBe('KEYS_UNAVAILABLE');
    expect(await reasonOf(identify(token))).toBe('KEYS_UNAVAILABLE');
    await provider.start();
    await vi.waitFor(async () => expect(await reasonOf(identify(token))).toBe('taken'), 10_000);
  });

  it.each<[string, IdentityProvider['answer']]>([
    ['no JSON', { status: 200, body: '<html>' }],
    ['no JWKS', { status: 200, body: '{"keys":"none"}' }],
    ['an error', { status: 500, body: '{"keys":[]}' }],
    ['too much', { status: 200, body: `{"keys":[],"more":"${'x'.repeat(20_000)}"}` }],
    ['another address', { status: 302, body: '', headers: { location: '/elsewhere' } }],
    ['nothing', 'nothing'],
  ])('are none where the provider answers with %s, and those before stay', async (_what, answer) => {
    await using provider = await new IdentityProvider().start();
    provider.answer = answer;
    const identify = trusting(following(provider.url, { freshFor: 0, coolDown: 0 }));
    expect(await reasonOf(identify(await fresh(old)))).toBe('KEYS_UNAVAILABLE');
    provider.keys = [old];
    provider.answer = undefined;
    expect(await reasonOf(identify(await fresh(old)))).toBe('taken');
    provider.answer = answer;
    expect(await reasonOf(identify(await fresh(old)))).toBe('taken');
  });
});

describe('keys in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const file = join(folder, 'keys.json');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are read again for a token that names another', async () => {
    writeFileSync(file, JSON.stringify({ keys: [old.jwk] }));
    const identify = trusting(keysInFile(file, 'TOKEN_JWKS_FILE', 60));
    expect(await reasonOf(identify(await fresh(old)))).toBe('taken');
    writeFileSync(file, JSON.stringify({ keys: [next.jwk] }));
    expect(await reasonOf(identify(await fresh(next)))).toBe('taken');
    expect(await reasonOf(identify(await fresh(foreign)))).toBe('TOKEN_INVALID');
  });
});
