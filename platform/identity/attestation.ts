import { CompactSign, compactVerify, errors, type CompactVerifyGetKey } from 'jose';
import { SIGNATURE_ALGORITHMS, type SigningKey } from './keys.ts';

/** Signs what its holders can show to others, who verify it with published keys and without asking anybody. */
export interface Attestor {
  /**
   * Gives the claims as a compact JWS.
   * @param type what is claimed, as the header `typ` says it: no signature of one type passes for another's.
   */
  sign(type: string, claims: object): Promise<string>;
}

/** Something that is not signed as it should be; its message is one line that says how. */
export class NotAttested extends Error {
  override name = 'NotAttested';
}

export function attestor({ algorithm, id, privateKey }: SigningKey): Attestor {
  return {
    sign: (type, claims) =>
      new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: algorithm, kid: id, typ: type })
        .sign(privateKey),
  };
}

/**
 * The claims of a compact JWS of this type that one of `keys` signed.
 * @throws NotAttested
 */
export async function attested(jws: string, type: string, keys: CompactVerifyGetKey): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, keys, {
      algorithms: [...SIGNATURE_ALGORITHMS],
    });
    if (protectedHeader.typ !== type) {
      throw new NotAttested(
        `expected a signature of type ${type}, got ${JSON.stringify(protectedHeader.typ)}`,
      );
    }
    return JSON.parse(Buffer.from(payload).toString());
  } catch (error) {
    if (error instanceof errors.JWSInvalid) throw new NotAttested('expected a compact JWS');
    if (error instanceof errors.JWKSNoMatchingKey) {
      throw new NotAttested('it is signed by a key that is not among those given');
    }
    if (error instanceof errors.JOSEError) throw new NotAttested('its signature is not one of what it says');
    throw error;
  }
}
