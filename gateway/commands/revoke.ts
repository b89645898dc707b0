import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decodeJwt } from 'jose';
import { readSigningKey } from '../../platform/identity/keys.ts';
import { PARTNER_CODE } from '../identity/claims.ts';
import { readRevocations, signRevocations, type Revoked } from '../identity/revocation-list.ts';
import { runCommand, UsageError } from '../../platform/command.ts';
import { secondsOf } from './command.ts';

const USAGE =
  'npm run -s revoke -- LIST --key KEY.jwk.json [--token TOKEN]… [--token-id "ISSUER JTI"]… [--user "ISSUER SUBJECT"]… [--partner GB]… [--expires 7d] | --jwks --key KEY.jwk.json';

const EMPTY: Revoked = { iat: 0, tokens: [], users: [], partners: [] };

/**
 * Adds to a signed revocation list, which is made where there is none, and signs it anew; or prints the public
 * keys (JWKS) that a gateway needs to read it.
 */
await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      token: { type: 'string', multiple: true, default: [] },
      'token-id': { type: 'string', multiple: true, default: [] },
      user: { type: 'string', multiple: true, default: [] },
      partner: { type: 'string', multiple: true, default: [] },
      expires: { type: 'string' },
      jwks: { type: 'boolean', default: false },
    },
  });
  if (values.key === undefined) throw new UsageError('--key: expected the private key that signs the list.');
  const key = await readSigningKey(values.key, '--key');
  if (values.jwks) return JSON.stringify({ keys: [key.publicJwk] }, null, 2);
  const [file] = positionals;
  if (file === undefined) throw new UsageError('expected the file of the list, got nothing.');
  const before = Math.floor(Date.now() / 1_000) + 1;
  const known = existsSync(file) ? await knownIn(file, async () => key.publicKey) : EMPTY;
  // Newer than the list before, even where both are made within a second.
  const iat = Math.max(before - 1, known.iat + 1);
  const revoked: Revoked = {
    iat,
    ...(values.expires === undefined ? {} : { exp: iat + secondsOf(values.expires, 'expires') }),
    tokens: [
      ...known.tokens,
      ...values.token.map((it) => tokenOf(it)),
      ...values['token-id'].map((it) => {
        const [iss, jti] = pairOf(it, 'token-id', 'a token’s id (jti)');
        return { iss, jti };
      }),
    ],
    users: [
      ...known.users,
      ...values.user.map((it) => {
        const [iss, sub] = pairOf(it, 'user', 'a subject');
        return { iss, sub, before };
      }),
    ],
    partners: [...known.partners, ...values.partner.map((it) => ({ partner: partnerOf(it), before }))],
  };
  // Written aside and moved into place: whoever reads it has the whole of one list.
  writeFileSync(`${file}.new`, `${await signRevocations(revoked, key)}\n`);
  renameSync(`${file}.new`, file);
  return `${file}: ${revoked.tokens.length} tokens, ${revoked.users.length} users, ${revoked.partners.length} partners.`;
});

async function knownIn(file: string, publicKey: Parameters<typeof readRevocations>[1]): Promise<Revoked> {
  try {
    return await readRevocations(readFileSync(file, 'utf8'), publicKey);
  } catch {
    throw new UsageError(`${file}: expected a revocation list signed by the same key.`);
  }
}

function tokenOf(token: string): Revoked['tokens'][number] {
  try {
    const { iss, jti } = decodeJwt(token);
    if (iss && jti) return { iss, jti };
  } catch {
    // Said below, without the token.
  }
  throw new UsageError('--token: expected a token that names its issuer and itself (iss, jti).');
}

function pairOf(text: string, option: string, what: string): [issuer: string, id: string] {
  const [issuer, id, ...more] = text.split(/\s+/);
  if (issuer && id && more.length === 0) return [issuer, id];
  throw new UsageError(
    `--${option}: expected an issuer and ${what} with a space between them, got ${JSON.stringify(text)}.`,
  );
}

function partnerOf(text: string): string {
  if (PARTNER_CODE.test(text)) return text;
  throw new UsageError(`--partner: expected a partner's code, such as GB, got ${JSON.stringify(text)}.`);
}
