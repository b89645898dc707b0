import type { IncomingMessage } from 'node:http';
import type { Viewer } from '../../platform/identity/viewer.ts';
import type { CertificateOf } from './client-certificates.ts';
import type { Identify } from './token-identity.ts';

/**
 * Gives who sends a request, by its bearer token and, where that is bound to one, the client's certificate.
 * @throws UNAUTHENTICATED where there is a token that cannot be taken.
 */
export type IdentifyRequest = (request: IncomingMessage) => Promise<Viewer>;

export function requestIdentity(identify: Identify, certificateOf: CertificateOf): IdentifyRequest {
  return (request) => identify(request.headers.authorization, () => certificateOf(request));
}
