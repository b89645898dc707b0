import { CompactSign, FlattenedSign, SignJWT, UnsecuredJWT } from 'jose';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import {
  goodClaims as claims,
  IdentityProvider,
  ISSUER,
  providerKey,
  providerToken,
  secondsFromNow as seconds,
  type ProviderKey,
} from '../../support/identity-provider.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation, type Answer } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const QUERY = '{ __typename }';
const REFUSED = '401 UNAUTHENTICATED';

const provider = new IdentityProvider();
let first: ProviderKey;
let gateway: TestGateway;
const startGateway = (environment: Record<string, string>): Promise<TestGateway> =>
  startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: { TOKEN_ISSUER: ISSUER, ...environment },
  });
beforeAll(async () => {
  first = await providerKey('first');
  provider.keys = [first];
  await provider.start();
  gateway = await startGateway({ TOKEN_JWKS_URL: provider.url });
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});

const signed = (changed: Parameters<typeof providerToken>[1] = {}, header = {}, key = first) =>
  providerToken(key, changed, header);
/** Signed as it stands: JSON that no library writes. */
const signedText = (payload: string, header: object = {}): Promise<string> =>
  new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'ES256', kid: 'first', ...header })
    .sign(first.privateKey);
const askWith = (token: string, { url } = gateway): Promise<Answer> =>
  sendOperation(url, { query: QUERY }, { authorization: `Bearer ${token}` });

hostileCases('Bearer tokens', (hostile) => {
  const FORGED: readonly (readonly [string, () => Promise<string>])[] = [
    ['alg "none"', async () => new UnsecuredJWT(claims()).encode()],
    [
      'alg "none" in other letters',
      async () => {
        const [, payload] = new UnsecuredJWT(claims()).encode().split('.');
        return `${Buffer.from('{"alg":"nOnE"}').toString('base64url')}.${payload}.`;
      },
    ],
    [
      'a signature that was cut off',
      async () => (await signed()).split('.').slice(0, 2).join('.').concat('.'),
    ],
    [
      'claims exchanged under a signature',
      async () => {
        const [header, , signature] = (await signed()).split('.');
        return `${header}.${Buffer.from(JSON.stringify(claims({ partner: 'US' }))).toString('base64url')}.${signature}`;
      },
    ],
    [
      'the public key used as a shared secret (HS256)',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .sign(Buffer.from(JSON.stringify(first.jwk))),
    ],
    ['another’s key under the same kid', async () => signed({}, {}, await providerKey('first'))],
    [
      'a key of its own in the header (jwk, jku, x5u)',
      async () => {
        const own = await providerKey('own');
        const header = { kid: 'own', jwk: own.jwk, jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' };
        return signed({}, header, own);
      },
    ],
    [
      'an extension that has to be understood (crit)',
      () =>
        new CompactSign(new TextEncoder().encode(JSON.stringify(claims())))
          .setProtectedHeader({ alg: 'ES256', kid: 'first', crit: ['b65'], b65: true })
          .sign(first.privateKey, { crit: { b65: true } }),
    ],
    [
      'a payload that is not encoded (b64)',
      async () => {
        const text = Buffer.from(JSON.stringify(claims())).toString('base64url');
        const jws = await new FlattenedSign(new TextEncoder().encode(text))
          .setProtectedHeader({ alg: 'ES256', kid: 'first', crit: ['b64'], b64: false })
          .sign(first.privateKey);
        return `${jws.protected}.${text}.${jws.signature}`;
      },
    ],
    ['an encrypted one', async () => `${await signed()}.a.b`],
    ['a token of another kind (typ)', () => signed({}, { typ: 'logout+jwt' })],
    ['an ID token (at_hash)', () => signed({ at_hash: 'x' })],
    ['an ID token, as Keycloak names it', () => signed({ typ: 'ID' })],
    ['an ID token, as Cognito names it', () => signed({ token_use: 'id' })],
    ['a logout token (events)', () => signed({ events: {} })],
    [
      'a partner twice in one token',
      () => signedText(JSON.stringify(claims()).replace('{', '{"partner":"US",')),
    ],
    [
      'an issuer twice, once written otherwise',
      () =>
        signedText(JSON.stringify(claims()).replace('{', String.raw`{"\u0069ss":"https://id.evil.example",`)),
    ],
    ['claims that are a list', () => signedText('[]')],
    ['claims that are no JSON', () => signedText('{"iss"')],
    ['an expired one', () => signed({ exp: seconds(-60) })],
    ['one that is not valid yet', () => signed({ nbf: seconds(60) })],
    ['one without an end', () => signed({ exp: undefined as never })],
    ['an end before it was issued', () => signed({ iat: seconds(-10), exp: seconds(-3_600) })],
    [
      'one issued in an hour, which would escape what is revoked until then',
      () => signed({ iat: seconds(3_600) }),
    ],
    ['an end that is no number', () => signed({ exp: '9999999999' as never })],
    ['one of another issuer', () => signed({ iss: 'https://id.evil.example' })],
    ['one for another portal', () => signed({ aud: 'another-portal' })],
    ['one for nobody', () => signed({ aud: undefined as never })],
    ['one without a partner', () => signed({ partner: undefined })],
    ['a partner that is a list', () => signed({ partner: ['GB', 'US'] })],
    ['a partner with a quote in it', () => signed({ partner: "GB' OR '1'='1" })],
    ['a user’s name of 10,000 letters', () => signed({ sub: 'x'.repeat(10_000) })],
    ['a user’s name with a line’s end', () => signed({ sub: 'alice\nadmin' })],
    ['scopes of another form', () => signed({ scope: { all: true } })],
    ['1,000 tags', () => signed({ tags: Array.from({ length: 1_000 }, (_it, index) => `t${index}`) })],
    ['one bound to a certificate that did not come (cnf)', () => signed({ cnf: { 'x5t#S256': 'abc' } })],
    ['one bound to nothing (cnf)', () => signed({ cnf: {} })],
    [
      'one bound to a certificate and something else (cnf)',
      () => signed({ cnf: { 'x5t#S256': 'abc', jkt: 'x' } }),
    ],
    ['one bound in a way that nobody knows (cnf)', () => signed({ cnf: { unknown: 'abc' } })],
    ['three dots', async () => '...'],
    ['12,000 letters', async () => 'a'.repeat(12_000)],
  ];
  for (const [what, token] of FORGED) {
    hostile(what, REFUSED, async () => factsOf(await askWith(await token())));
  }

  hostile('another scheme than Bearer', REFUSED, async () =>
    factsOf(await sendOperation(gateway.url, { query: QUERY }, { authorization: 'Basic YTpi' })),
  );

  hostile('a good token', '200', async () => factsOf(await askWith(await signed())));

  hostile('what every object has, as claims', '200; nothing of it counts', async () => {
    const token = await signed({ ['__proto__']: { scope: 'catalogue:operate' }, constructor: 'x' });
    const answer = await askWith(token);
    const isClean = ({} as { scope?: unknown }).scope === undefined;
    return joinFacts(factsOf(answer), isClean ? 'nothing of it counts' : 'prototypes were changed');
  });
});

hostileCases('Keys of an identity provider', (hostile) => {
  hostile(
    'keys that rotate in mid-traffic, while others send tokens of keys that nobody has',
    'no valid request fails',
    async () => {
      await using rotating = await new IdentityProvider().start();
      const [old, next, foreign] = await Promise.all([
        providerKey('old'),
        providerKey('next', 'ES384'),
        providerKey('foreign'),
      ]);
      rotating.keys = [old];
      await using started = await startGateway({ TOKEN_JWKS_URL: rotating.url });
      let users = 0;
      const ask = async (key: ProviderKey): Promise<number> =>
        (await askWith(await signed({ sub: `user-${++users}` }, {}, key), started)).status;
      const valid: number[] = [];
      const nonsense: Promise<number>[] = [];
      for (let round = 0; round < 20; round++) {
        if (round % 5 === 0) nonsense.push(ask(foreign));
        if (round === 8) rotating.keys = [old, next];
        const keys = round < 8 ? [old] : round < 14 ? [old, next] : [next];
        valid.push(...(await Promise.all(keys.map((it) => ask(it)))));
      }
      expect(new Set(await Promise.all(nonsense))).toEqual(new Set([401]));
      const failed = valid.filter((it) => it !== 200);
      return failed.length === 0 ? 'no valid request fails' : `${failed.length} valid requests fail`;
    },
  );

  hostile(
    'tokens that name keys which are not there, two hundred at once',
    'refused; read at most twice; others pass meanwhile',
    async () => {
      const before = provider.fetched;
      const unknown = await providerKey('unknown');
      const tokens = await Promise.all(
        Array.from({ length: 200 }, (_it, index) => signed({}, { kid: `k${index}` }, unknown)),
      );
      const answers = tokens.map((it) => askWith(it));
      const others = await Promise.all([1, 2, 3].map(async (it) => askWith(await signed({ sub: `u${it}` }))));
      const statuses = new Set((await Promise.all(answers)).map(({ status }) => status));
      return joinFacts(
        [...statuses].join() === '401' ? 'refused' : `statuses ${[...statuses].join()}`,
        provider.fetched - before <= 2 ? 'read at most twice' : 'read again and again',
        others.every(({ status }) => status === 200) ? 'others pass meanwhile' : 'others wait',
      );
    },
  );

  hostile('a provider that is away, with keys read before', '200', async () => {
    expect((await askWith(await signed())).status).toBe(200);
    await provider.stop();
    return factsOf(await askWith(await signed({ sub: 'another' })));
  });

  hostile('a provider that is away for longer than its keys count', REFUSED, async () => {
    await using leaving = await new IdentityProvider().start();
    leaving.keys = [first];
    await using started = await startGateway({
      TOKEN_JWKS_URL: leaving.url,
      TOKEN_KEYS_FRESH_SECONDS: '1',
      TOKEN_KEYS_STALE_SECONDS: '0',
    });
    const token = await signed();
    expect((await askWith(token, started)).status).toBe(200);
    await leaving.stop();
    await delay(1_050);
    return factsOf(await askWith(token, started));
  });

  hostile('a provider that was never there', REFUSED, async () => {
    await using alone = await startGateway({ TOKEN_JWKS_URL: 'http://127.0.0.1:1/keys' });
    return factsOf(await askWith(await signed(), alone));
  });
});
