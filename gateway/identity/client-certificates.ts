import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { ConfigError, type Config } from '../../platform/config.ts';
import { trustedPeers } from '../../platform/http/trusted-peers.ts';

/**
 * Gives the SHA-256, in base64url, of the certificate that the client of a request showed when TLS was set up;
 * undefined where it showed none that is taken.
 */
export type CertificateOf = (request: IncomingMessage) => string | undefined;

/**
 * How the gateway knows the certificates of clients: from its own TLS, or from a header that trusted proxies
 * write. What such a proxy shows itself, on its way to the gateway, is the proxy's and no client's.
 * @throws ConfigError
 */
export function clientCertificates(config: Config): CertificateOf {
  const { CLIENT_CERTIFICATE_HEADER: header, TRUSTED_PROXIES: proxies } = config;
  if (header === undefined) return shownIn;
  if (proxies.length === 0) {
    throw new ConfigError('TRUSTED_PROXIES: expected it with CLIENT_CERTIFICATE_HEADER, got nothing.');
  }
  if (config.FORWARD_HEADERS.some((it) => it.toLowerCase() === header)) {
    throw new ConfigError(
      `FORWARD_HEADERS: expected none that says who asks, got ${JSON.stringify(header)} (CLIENT_CERTIFICATE_HEADER).`,
    );
  }
  const isProxy = trustedPeers(proxies);
  return (request) =>
    isProxy(request.socket.remoteAddress) ? writtenIn(request.headers[header]) : shownIn(request);
}

/** By their connections, which carry many requests; null where none was shown. */
const shown = new WeakMap<TLSSocket, string | null>();

function shownIn({ socket }: IncomingMessage): string | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let thumbprint = shown.get(socket);
  if (thumbprint === undefined) {
    const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
    thumbprint = certificate ? hash('sha256', certificate.raw, 'base64url') : null;
    shown.set(socket, thumbprint);
  }
  return thumbprint ?? undefined;
}

const PEM = /^-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** By a header, which is in one of three forms; a header that came twice is in none of them. */
function writtenIn(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const structured = /^:(.*):$/.exec(header)?.[1];
  const text = structured ?? PEM.exec(decoded(header))?.[1]?.replaceAll(/\s/g, '') ?? header;
  // Whether these bytes are a certificate does not matter: no token is bound to any others.
  return BASE64.test(text) ? hash('sha256', Buffer.from(text, 'base64'), 'base64url') : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
