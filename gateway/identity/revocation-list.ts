import { compactVerify, decodeProtectedHeader, SignJWT, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { SIGNATURE_ALGORITHMS, type SigningKey } from '../../platform/identity/keys.ts';

/** The `typ` of a list: a signature made for something else is none for a list. */
const TYPE = 'revocations+jwt';

const second = z.number().int().nonnegative();
const text = z.string().min(1).max(1_024);

const list = z.strictObject({
  /** When the list was made: an older one never takes the place of a newer. */
  iat: second,
  tokens: z.array(z.strictObject({ iss: text, jti: text })).default([]),
  /** A user's tokens that were issued before a moment. */
  users: z.array(z.strictObject({ iss: text, sub: text, before: second })).default([]),
  /** All tokens for a partner that were issued before a moment. */
  partners: z.array(z.strictObject({ partner: text, before: second })).default([]),
});

/** What was revoked, as it is written. */
export type Revoked = z.output<typeof list>;

/** A revocation list that was verified. */
export class RevocationList {
  readonly issuedAt: number;
  readonly #tokens: ReadonlySet<string>;
  readonly #users: ReadonlyMap<string, number>;
  readonly #partners: ReadonlyMap<string, number>;

  constructor({ iat, tokens, users, partners }: Revoked) {
    this.issuedAt = iat;
    this.#tokens = new Set(tokens.map((it) => keyOf(it.iss, it.jti)));
    this.#users = latest(users.map((it) => [keyOf(it.iss, it.sub), it.before]));
    this.#partners = latest(partners.map((it) => [it.partner, it.before]));
  }

  /** Whether a token was revoked; one that does not say when it was issued counts as issued before. */
  has({ iss = '', sub = '', jti, iat = 0, partner }: JWTPayload): boolean {
    if (jti !== undefined && this.#tokens.has(keyOf(iss, jti))) return true;
    const user = this.#users.get(keyOf(iss, sub));
    if (user !== undefined && iat < user) return true;
    const all = this.#partners.get(String(partner));
    return all !== undefined && iat < all;
  }
}

/** Signs a list of what was revoked. */
export function signRevocations(revoked: Revoked, key: SigningKey): Promise<string> {
  return new SignJWT({ ...revoked })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: TYPE })
    .sign(key.privateKey);
}

/**
 * Reads a signed list.
 * @throws where it is none, or not signed by one of `keys`.
 */
export async function readRevocations(signed: string, keys: JWTVerifyGetKey): Promise<Revoked> {
  const text = signed.trim();
  if (decodeProtectedHeader(text).typ !== TYPE) throw new Error(`expected a list with typ ${TYPE}.`);
  const { payload } = await compactVerify(text, keys, { algorithms: [...SIGNATURE_ALGORITHMS] });
  return list.parse(JSON.parse(new TextDecoder().decode(payload)));
}

/** An issuer may use any characters, so its length tells where it ends. */
function keyOf(issuer: string, id: string): string {
  return `${issuer.length} ${issuer}${id}`;
}

function latest(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const map = new Map<string, number>();
  for (const [key, before] of entries) map.set(key, Math.max(before, map.get(key) ?? 0));
  return map;
}
