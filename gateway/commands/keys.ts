import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exportJWK } from 'jose';
import { readEnv, toConfig } from '../../platform/config.ts';
import { SECRET_BYTES } from '../../platform/identity/secrets.ts';
import { newSigningKey } from '../../platform/identity/keys.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { runCommand, UsageError } from '../../platform/command.ts';

const USAGE = 'npm run -s keys -- FOLDER';

/**
 * Makes what gateways and subgraphs need to trust each other: a secret for each subgraph, or a key pair in place of
 * them; and the secret of cursors.
 */
await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UsageError(`FOLDER: expected one folder, got ${positionals.length}.`);
  }
  const key = await newSigningKey();
  const subgraphs = [...loadSupergraph(toConfig(readEnv()).SUPERGRAPH_FILE).addresses.keys()];
  const files: Readonly<Record<string, readonly [text: string, mode: number, meaning: string]>> = {
    ...Object.fromEntries(
      subgraphs.map((it) => [
        `${it}-assertion.secret`,
        [newSecret(), 0o600, `ASSERTION_SECRET_FILE of the gateways and of ${it}`],
      ]),
    ),
    'assertion.jwk.json': [
      JSON.stringify({ ...(await exportJWK(key.privateKey)), alg: key.algorithm }),
      0o600,
      'ASSERTION_KEY_FILE of the gateways, for subgraphs that share no secret with them',
    ],
    'assertion.jwks.json': [
      JSON.stringify({ keys: [key.publicJwk] }),
      0o644,
      'ASSERTION_JWKS_FILE of such subgraphs',
    ],
    'cursor.secret': [newSecret(), 0o600, 'CURSOR_SECRET_FILE of the subgraphs'],
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

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
