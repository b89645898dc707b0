import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configuredTls } from '../../../gateway/http/tls.ts';
import { trustedPeers } from '../../../platform/http/trusted-peers.ts';
import { clientCertificates } from '../../../gateway/identity/client-certificates.ts';
import { ConfigError, toConfig } from '../../../platform/config.ts';
import { testCertificate, type TestCertificate } from '../../support/certificates.ts';
import { FIXTURE_SUBGRAPHS } from '../../support/fixture-subgraphs.ts';
import { startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { IdentityProvider, ISSUER, providerKey, providerToken } from '../../support/identity-provider.ts';
import { askOverTls } from '../../support/tls-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const inFolder = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const authority = testCertificate('authority', { isAuthority: true });
const server = testCertificate('gateway', { by: authority });
const client = testCertificate('alice', { by: authority });
const TLS = {
  TLS_CERT_FILE: inFolder('server.pem', server.cert),
  TLS_KEY_FILE: inFolder('server.key', server.key),
  TLS_CLIENT_CA_FILE: inFolder('ca.pem', authority.cert),
};
const provider = new IdentityProvider();
let bound: string;
beforeAll(async () => {
  const key = await providerKey('first');
  provider.keys = [key];
  await provider.start();
  bound = `Bearer ${await providerToken(key, { cnf: { 'x5t#S256': client.thumbprint } })}`;
});
afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});
const start = (environment: Record<string, string>): Promise<TestGateway> =>
  startTestGateway({
    subgraphs: FIXTURE_SUBGRAPHS,
    environment: { TOKEN_ISSUER: ISSUER, TOKEN_JWKS_URL: provider.url, ...environment },
  });

describe('a gateway that ends TLS itself', () => {
  it('takes a token that is bound to the certificate, over kept connections and resumed sessions too', async () => {
    await using gateway = await start(TLS);
    expect(gateway.url).toMatch(/^https:/);
    const resumed: boolean[] = [];
    const agent = new Agent({ ca: authority.cert, cert: client.cert, key: client.key, keepAlive: false });
    agent.on('keylog', (_line: Buffer, socket: TLSSocket) =>
      socket.once('secureConnect', () => resumed.push(socket.isSessionReused())),
    );
    const ask = { url: gateway.url, authority, headers: { authorization: bound } };
    for (const options of [{ agent }, { agent }, { agent, maxVersion: 'TLSv1.2' } as const]) {
      const answer = await askOverTls({ ...ask, options }, '{ viewer { id } }');
      expect([answer.status, answer.body]).toEqual([200, '{"data":{"viewer":{"id":"GB:alice"}}}']);
      expect(answer.headers['strict-transport-security']).toMatch(/max-age/);
    }
    expect(resumed).toContain(true);
    const kept = new Agent({ keepAlive: true });
    for (const status of [200, 200]) {
      const answer = await askOverTls({ ...ask, certificate: client, options: { agent: kept } });
      expect(answer.status).toBe(status);
    }
    kept.destroy();
  });

  it('shows a renewed certificate to new connections, and keeps the one before where the new is none', async () => {
    const files = {
      TLS_CERT_FILE: inFolder('renewed.pem', server.cert),
      TLS_KEY_FILE: inFolder('renewed.key', server.key),
    };
    await using gateway = await start(files);
    const { hostname, port } = new URL(gateway.url);
    const shown = (): Promise<string | undefined> =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: hostname, port: Number(port), ca: authority.cert }, () => {
          resolve(String(socket.getPeerCertificate().subject.CN));
          socket.destroy();
        }).on('error', reject);
      });
    expect(await shown()).toBe('gateway');
    const next = testCertificate('renewed', { by: authority });
    writeFileSync(files.TLS_CERT_FILE, next.cert);
    // Its key is not there yet.
    await gateway.reload();
    expect(await shown()).toBe('gateway');
    writeFileSync(files.TLS_KEY_FILE, next.key);
    await gateway.reload();
    expect(await shown()).toBe('renewed');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a certificate without its key', { TLS_CERT_FILE: 'x' }, /^TLS_KEY_FILE: expected a path/],
    ['a key without its certificate', { TLS_KEY_FILE: 'x' }, /^TLS_CERT_FILE: expected a path/],
    ['authorities alone', { TLS_CLIENT_CA_FILE: 'x' }, /^TLS_CERT_FILE: expected a path/],
    [
      'certificates required of nobody in particular',
      { TLS_CERT_FILE: 'x', TLS_KEY_FILE: 'x', TLS_CLIENT_CERTIFICATES: 'required' },
      /^TLS_CLIENT_CA_FILE: expected a path/,
    ],
    [
      'a file that is not there',
      { ...TLS, TLS_CERT_FILE: '/nowhere' },
      /^TLS_CERT_FILE: expected a readable file, got \/nowhere/,
    ],
    [
      'another certificate’s key',
      { ...TLS, TLS_KEY_FILE: inFolder('other.key', client.key) },
      /^TLS_CERT_FILE: expected a certificate, its key/,
    ],
    [
      'no PEM',
      { ...TLS, TLS_CERT_FILE: inFolder('none.pem', 'x') },
      /^TLS_CERT_FILE: expected a certificate/,
    ],
  ])('is refused in one line: %s', (_what, environment, message) => {
    const reading = () => configuredTls(toConfig(environment))?.();
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(message);
    expect(reading).not.toThrow(/\n/);
  });
});

describe('a proxy that ends TLS', () => {
  const pem = (certificate: TestCertificate) => encodeURIComponent(certificate.cert);

  it.each<[string, (certificate: TestCertificate) => string]>([
    ['RFC 9440', ({ der }) => `:${der.toString('base64')}:`],
    ['PEM encoded as in an address (nginx, Envoy)', pem],
    [
      'PEM of which only some is encoded (AWS)',
      (it) => pem(it).replaceAll('%2B', '+').replaceAll('%2F', '/'),
    ],
    ['PEM with its chain', (it) => pem(it) + pem(authority)],
    ['DER in base64 (HAProxy, Traefik)', ({ der }) => der.toString('base64')],
  ])('says the client’s certificate: %s', async (_what, write) => {
    await using gateway = await start({
      CLIENT_CERTIFICATE_HEADER: 'Client-Cert',
      TRUSTED_PROXIES: 'loopback',
    });
    const status = async (certificate: TestCertificate): Promise<number> => {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: bound,
          'client-cert': write(certificate),
        },
        body: '{"query":"{ __typename }"}',
      });
      return response.status;
    };
    expect([await status(client), await status(server)]).toEqual([200, 401]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['nobody is trusted', {}, /^TRUSTED_PROXIES: expected it with CLIENT_CERTIFICATE_HEADER/],
    [
      'subgraphs would get it',
      { TRUSTED_PROXIES: 'loopback', FORWARD_HEADERS: 'accept-language, Client-Cert' },
      /^FORWARD_HEADERS: expected none that says who asks, got "client-cert"/,
    ],
  ])('is a fault of the configuration where %s', (_what, environment, message) => {
    const config = toConfig({ CLIENT_CERTIFICATE_HEADER: 'Client-Cert', ...environment });
    expect(() => clientCertificates(config)).toThrow(message);
  });
});

it.each<[string, string, boolean]>([
  ['10.0.0.0/8', '10.200.3.4', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.7', '192.0.2.8', false],
  ['192.0.2.7', '::ffff:192.0.2.7', true],
  ['2001:db8::/32', '2001:db8:1::1', true],
  ['2001:db8::1', '2001:db8::2', false],
  ['loopback', '127.9.9.9', true],
  ['loopback', '::1', true],
  ['loopback', '::ffff:127.0.0.1', true],
  ['uniquelocal', '172.31.0.1', true],
  ['uniquelocal', '172.32.0.1', false],
  ['linklocal', 'fe80::1', true],
])('trusting %s, a peer at %s is trusted: %s', (trusted, peer, expected) => {
  expect(trustedPeers([trusted])(peer)).toBe(expected);
  expect(trustedPeers([trusted])(undefined)).toBe(false);
});
