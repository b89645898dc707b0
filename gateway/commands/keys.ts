import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportJWK } from 'jose';
import { readEnv, toConfig } from '../../platform/config.ts';
import { SECRET_BYTES } from '../../platform/identity/secrets.ts';
import { newSigningKey, type SigningKey } from '../../platform/identity/keys.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { runCommand, UsageError } from '../../platform/command.ts';

const USAGE = 'npm run -s keys -- FOLDER';

/** Whose passwords there are beside those of the subgraphs. */
const PASSWORDS: Readonly<Record<string, string>> = {
  audit: 'AUDIT_DATABASE_PASSWORD_FILE of the gateways',
  postgres: 'of the owner of the stores’ database',
  records: 'of the owner of the audit log’s database',
};

/** Makes what the processes of a deployment need to trust each other: keys, secrets and passwords, each in a file. */
await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UsageError(`FOLDER: expected one folder, got ${positionals.length}.`);
  }
  const [key, auditKey] = [await newSigningKey(), await newSigningKey()];
  const subgraphs = [...loadSupergraph(toConfig(readEnv()).SUPERGRAPH_FILE).addresses.keys()];
  const files: Readonly<Record<string, readonly [text: string, mode: number, meaning: string]>> = {
    ...Object.fromEntries(
      subgraphs.map((it) => [
        `${it}-assertion.secret`,
        [newSecret(), 0o600, `ASSERTION_SECRET_FILE of the gateways and of ${it}`],
      ]),
    ),
    'assertion.jwk.json': [
      await privateText(key),
      0o600,
      'ASSERTION_KEY_FILE of the gateways, for subgraphs that share no secret with them',
    ],
    'assertion.jwks.json': [publicText(key), 0o644, 'ASSERTION_JWKS_FILE of such subgraphs'],
    'cursor.secret': [newSecret(), 0o600, 'CURSOR_SECRET_FILE of the subgraphs'],
    'audit.jwk.json': [await privateText(auditKey), 0o600, 'AUDIT_KEY_FILE of the gateways'],
    'audit.jwks.json': [publicText(auditKey), 0o644, 'what the audit log is verified with (--jwks)'],
    ...Object.fromEntries(
      [...subgraphs, 'audit', 'postgres', 'records'].map((it) => [
        `${it}.password`,
        [newSecret(), 0o600, PASSWORDS[it] ?? `DATABASE_PASSWORD_FILE of ${it}`],
      ]),
    ),
  };
  const taken = Object.keys(files).find((name) => existsSync(join(folder, name)));
  if (taken) throw new UsageError(`FOLDER: expected no ${taken} in it yet, got ${folder}.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return Object.entries(files)
    .map(([name, [text, mode, meaning]]) => {
      writeFileSync(join(folder, name), text, { mode, flag: 'wx' });
      return `${join(folder, name)}: ${meaning}`;
    })
    .join('\n');
});

async function privateText({ privateKey, algorithm }: SigningKey): Promise<string> {
  return JSON.stringify({ ...(await exportJWK(privateKey)), alg: algorithm });
}

function publicText({ publicJwk }: SigningKey): string {
  return JSON.stringify({ keys: [publicJwk] });
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
