import { isDeepStrictEqual } from 'node:util';
import type { CompactVerifyGetKey } from 'jose';
import { attested, NotAttested } from '../../../platform/identity/attestation.ts';
import { decidedAgain, ISSUER, STATEMENT_TYPE, type Statement } from './statement.ts';

/**
 * Verifies a statement: that one of `keys` signed it, and that what is in it leads to the decision that it
 * states. Asks nobody.
 * @throws NotAttested where either does not hold.
 */
export async function verifiedStatement(jws: string, keys: CompactVerifyGetKey): Promise<Statement> {
  const claims = (await attested(jws, STATEMENT_TYPE, keys)) as Statement;
  if (claims?.iss !== ISSUER) throw new NotAttested(`expected a statement of ${ISSUER}`);
  let again: unknown;
  try {
    again = decidedAgain(claims);
  } catch {
    throw new NotAttested('what is in it is not in a form that this version decides from');
  }
  if (!isDeepStrictEqual(again, claims.decision)) {
    throw new NotAttested(
      'the facts in it do not lead to the decision that it states, by the rules of this version',
    );
  }
  return claims;
}
