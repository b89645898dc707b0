import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CompactSign,
  exportJWK,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { hostileCases } from '../support/cases.ts';
import { sendOperation } from '../support/exchange.ts';
import { factsOf, joinFacts } from '../support/facts.ts';

const ISSUER = 'https://id.hostile.example';
const QUERY = '{ __typename }';
const REFUSED = '401 UNAUTHENTICATED';

interface Keys {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An identity provider whose keys can change and which can be away. */
class Provider {
  keys: readonly JWK[] = [];
  fetched = 0;
  readonly #server: Server = createServer((_request, response) => {
    this.fetched += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: this.keys }));
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/keys`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function keysOf(alg: string, kid: string): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), alg, kid } };
}

const seconds = (offset: number): number => Math.floor(Date.now() / 1_000) + offset;
const claims = (changed: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  aud: 'partner-cloud-catalogue',
  sub: 'mallory',
  partner: 'GB',
  iat: seconds(-10),
  exp: seconds(600),
  ...changed,
});

const provider = new Provider();
const rotating = new Provider();
let first: Keys;
let gateway: TestGateway;
beforeAll(async () => {
  first = await keysOf('ES256', 'first');
  provider.keys = [first.jwk];
  gateway = await startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: { TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: await provider.start() },
  });
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});

const signed = (changed?: JWTPayload, header = {}, { privateKey }: Keys = first): Promise<string> =>
  new SignJWT(claims(changed)).setProtectedHeader({ alg: 'ES256', kid: 'first', ...header }).sign(privateKey);
const askWith = (token: string) =>
  sendOperation(gateway.url, { query: QUERY }, { authorization: `Bearer ${token}` });

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
    ['another’s key under the same kid', async () => signed({}, {}, await keysOf('ES256', 'first'))],
    [
      'a key of its own in the header (jwk, jku, x5u)',
      async () => {
        const own = await keysOf('ES256', 'own');
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
    ['a token of another kind (typ)', () => signed({}, { typ: 'logout+jwt' })],
    ['an expired one', () => signed({ exp: seconds(-60) })],
    ['one that is not valid yet', () => signed({ nbf: seconds(60) })],
    ['one without an end', () => signed({ exp: undefined as never })],
    ['an end that is no number', () => signed({ exp: '9999999999' as never })],
    ['one of another issuer', () => signed({ iss: 'https://id.evil.example' })],
    ['one for another portal', () => signed({ aud: 'another-portal' })],
    ['one for nobody', () => signed({ aud: undefined as never })],
    ['one without a partner', () => signed({ partner: undefined })],
    ['a partner that is a list', () => signed({ partner: ['GB', 'US'] })],
    ['a partner with a quote in it', () => signed({ partner: "GB' OR '1'='1" })],
    ['a user’s name of 10,000 letters', () => signed({ sub: 'x'.repeat(10_000) })],
    ['scopes of another form', () => signed({ scope: { all: true } })],
    ['1,000 tags', () => signed({ tags: Array.from({ length: 1_000 }, (_it, index) => `t${index}`) })],
    ['one bound to a certificate that did not come (cnf)', () => signed({ cnf: { 'x5t#S256': 'abc' } })],
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
    'keys that rotate in mid-traffic, the old one still published',
    'no valid request fails',
    async () => {
      const started = await startTestGateway({
        subgraphs: FIXTURE_SUBGRAPHS,
        environment: { TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: await rotating.start() },
      });
      const [old, next] = [await keysOf('ES256', 'old'), await keysOf('ES384', 'next')];
      const ask = async (token: string): Promise<number> => {
        const headers = { authorization: `Bearer ${token}` };
        return (await sendOperation(started.url, { query: QUERY }, headers)).status;
      };
      const byOld = () => signed({}, { kid: 'old' }, old);
      const byNext = () => signed({}, { alg: 'ES384', kid: 'next' }, next);
      rotating.keys = [old.jwk, next.jwk];
      const statuses = new Set<number>();
      for (let round = 0; round < 20; round++) {
        for (const it of await Promise.all([byOld(), byNext()])) statuses.add(await ask(it));
      }
      await started.close();
      await rotating.stop();
      expect(rotating.fetched).toBe(1);
      return [...statuses].join() === '200' ? 'no valid request fails' : `statuses ${[...statuses].join()}`;
    },
  );

  hostile(
    'tokens that name keys which are not there, a hundred of them',
    'refused; read at most twice',
    async () => {
      const before = provider.fetched;
      const unknown = await keysOf('ES256', 'unknown');
      const statuses = new Set<number>();
      for (let round = 0; round < 100; round++) {
        statuses.add((await askWith(await signed({}, { kid: `k${round}` }, unknown))).status);
      }
      return joinFacts(
        [...statuses].join() === '401' ? 'refused' : `statuses ${[...statuses].join()}`,
        provider.fetched - before <= 2 ? 'read at most twice' : 'read again and again',
      );
    },
  );

  hostile('a provider that is away, with keys read before', '200', async () => {
    expect((await askWith(await signed())).status).toBe(200);
    await provider.stop();
    return factsOf(await askWith(await signed({ sub: 'another' })));
  });

  hostile('a provider that was never there', REFUSED, async () => {
    await using alone = await startTestGateway({
      subgraphs: FIXTURE_SUBGRAPHS,
      environment: { TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: 'http://127.0.0.1:1/keys' },
    });
    const headers = { authorization: `Bearer ${await signed()}` };
    return factsOf(await sendOperation(alone.url, { query: QUERY }, headers));
  });
});
