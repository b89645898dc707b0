import { decodeJwt } from 'jose';
import type { IncomingHttpHeaders } from 'node:http';
import { CLIENT_NAME } from '../../platform/documents/manifest.ts';

/** The claims that name the client that a token was issued to (RFC 9068, OpenID Connect). */
const CLAIMS = ['client_id', 'azp'] as const;

/**
 * The client that sends a request: whom its token names, else who it says it is
 * (`apollographql-client-name`). Undefined where nobody is named, or not by a name.
 * @param headers of a request whose token, if any, has been verified.
 */
export function clientName(headers: IncomingHttpHeaders): string | undefined {
  const name = claimed(headers.authorization) ?? headers['apollographql-client-name'];
  return typeof name === 'string' && CLIENT_NAME.test(name) ? name : undefined;
}

function claimed(authorization: string | undefined): unknown {
  if (authorization === undefined) return undefined;
  const claims = decodeJwt(authorization.slice(authorization.lastIndexOf(' ') + 1));
  return CLAIMS.map((it) => claims[it]).find((it) => it !== undefined);
}
