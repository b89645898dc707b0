import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
} from 'jose';

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'partner-cloud-catalogue';

/** A key of an identity provider. */
export interface ProviderKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function providerKey(kid: string, alg = 'ES256'): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), alg, kid } };
}

/** An identity provider that publishes its keys over HTTP; they can change, and it can be away. */
export class IdentityProvider implements AsyncDisposable {
  keys: readonly ProviderKey[] = [];
  /** What it answers instead of its keys. */
  answer: { status: number; body: string; headers?: Record<string, string> } | 'nothing' | undefined;
  /** How often its keys were asked for. */
  fetched = 0;
  readonly #server: Server = createServer((_request, response) => {
    this.fetched += 1;
    if (this.answer === 'nothing') return;
    const { status, body, headers } = this.answer ?? { status: 200, body: this.jwks, headers: undefined };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  #port = 0;

  get jwks(): string {
    return JSON.stringify({ keys: this.keys.map(({ jwk }) => jwk) });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/keys`;
  }

  /** Starts, or starts again at the same address. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** The second of now, and so many later. */
export const secondsFromNow = (offset: number): number => Math.floor(Date.now() / 1_000) + offset;

type Claims = { readonly [Name in keyof JWTPayload]?: JWTPayload[Name] | undefined };

/** The claims of a good token but for those given. */
export function goodClaims(changed: Claims = {}): JWTPayload {
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'alice',
    partner: 'GB',
    iat: secondsFromNow(-10),
    exp: secondsFromNow(600),
    ...changed,
  };
  return claims as JWTPayload;
}

/** A token that is good but for what is given. */
export function providerToken(
  { alg, kid, privateKey }: ProviderKey,
  changed: Claims = {},
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  return new SignJWT(goodClaims(changed)).setProtectedHeader({ alg, kid, ...header }).sign(privateKey);
}
