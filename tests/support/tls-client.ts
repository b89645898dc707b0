import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import type { TestCertificate } from './certificates.ts';

export interface TlsAsk {
  readonly url: string;
  /** Whom the client trusts. */
  readonly authority: TestCertificate;
  /** What it shows. */
  readonly certificate?: TestCertificate | undefined;
  readonly headers?: OutgoingHttpHeaders;
  readonly options?: RequestOptions;
}

export interface TlsAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** Sends an operation over TLS, by a connection of its own unless `options` has an agent. */
export function askOverTls(ask: TlsAsk, query = '{ __typename }'): Promise<TlsAnswer> {
  const { url, authority, certificate, headers = {}, options = {} } = ask;
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/graphql`,
      {
        method: 'POST',
        agent: false,
        ca: authority.cert,
        ...(certificate ? { cert: certificate.cert, key: certificate.key } : {}),
        headers: { 'content-type': 'application/json', ...headers },
        ...options,
      },
      (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
          reject,
        );
      },
    );
    call.on('error', reject).end(JSON.stringify({ query }));
  });
}
