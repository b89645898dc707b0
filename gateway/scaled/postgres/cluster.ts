import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync } from 'node:fs';
import { spawnOver, type PostgresPrograms } from './programs.ts';

/** The one who may do everything. */
export const SUPERUSER = 'superuser';

/** Texts are ordered by a language unless a column says otherwise, as they may be on any server. */
const INITDB = [
  `--username=${SUPERUSER}`,
  // Whoever is to be let in is named afterwards: nobody has a password yet.
  '--auth=reject',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=icu',
  '--icu-locale=en-US',
];

/** Makes a folder of databases. @param flags for `initdb`, beside ours. */
export async function makeCluster(
  programs: PostgresPrograms,
  folder: string,
  flags: readonly string[] = [],
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (programs.user) chownSync(folder, programs.user.uid, programs.user.gid);
  const child = spawnOver(programs, programs.initdb, folder, [...INITDB, ...flags]);
  const { code, said } = await endOf(child);
  if (code !== 0) throw new Error(`initdb failed (${code}).\n${said}`);
}

/** Runs statements as the superuser over a folder that no server uses: without a network, and a password. */
export async function runAlone(
  programs: PostgresPrograms,
  folder: string,
  statements: readonly string[],
): Promise<void> {
  const child = spawnOver(programs, programs.postgres, folder, ['--single', 'postgres']);
  // Each line is a statement.
  child.stdin?.end(statements.map((it) => `${it}\n`).join(''));
  const { code, said } = await endOf(child);
  const error = /\b(?:ERROR|FATAL|PANIC): .*/.exec(said)?.[0];
  if (code !== 0 || error) throw new Error(`PostgreSQL: ${error ?? `exit code ${code}. ${said}`}`);
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (said += String(piece)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
