import { CompactSign, compactVerify, errors, type CompactVerifyGetKey } from 'jose';
import { SIGNATURE_ALGORITHMS, type SigningKey } from '../identity/keys.ts';
import { ManifestRejected } from './manifest.ts';

/** Says what is signed, so that no signature of anything else passes for one of a manifest. */
const TYPE = 'persisted-query-manifest+jws';

/** Signs the text of a manifest: a detached JWS (RFC 7515, appendix F), which goes into a file beside it. */
export async function signManifest(text: string, { algorithm, id, privateKey }: SigningKey): Promise<string> {
  const signed = await new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: algorithm, kid: id, typ: TYPE })
    .sign(privateKey);
  const [header, , signature] = signed.split('.');
  return `${header}..${signature}`;
}

/**
 * Checks that `signature` is one of `text` by one of `keys`.
 * @throws ManifestRejected where it is not.
 */
export async function verifyManifest(
  text: string,
  signature: string,
  keys: CompactVerifyGetKey,
): Promise<void> {
  const [header, detached, rest, ...more] = signature.trim().split('.');
  if (detached !== '' || rest === undefined || more.length > 0) {
    throw new ManifestRejected('expected a detached JWS (header..signature)');
  }
  try {
    const whole = `${header}.${Buffer.from(text).toString('base64url')}.${rest}`;
    const { protectedHeader } = await compactVerify(whole, keys, { algorithms: [...SIGNATURE_ALGORITHMS] });
    if (protectedHeader.typ !== TYPE) throw new ManifestRejected(`expected a signature of type ${TYPE}`);
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new ManifestRejected(
      'the signature is not one of this text by a key of TRUSTED_DOCUMENTS_JWKS_FILE',
    );
  }
}
