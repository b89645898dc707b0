import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { Supervised } from './supervised.ts';

const PROGRAMS = ['redis-server', 'valkey-server'] as const;

/** The Redis (or Valkey) server among the folders of `path`; undefined where there is none. */
export function findRedis(path: string): string | undefined {
  return path
    .split(delimiter)
    .flatMap((folder) => PROGRAMS.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

/**
 * Runs a program in the place of a shell, beside a reader of its standard input, which ends with whoever started it:
 * the reader ends the program then.
 */
const TIED = 'exec 3<&0; (cat <&3; kill $$) >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

const SETTINGS = [
  ['--save', ''],
  ['--appendonly', 'no'],
  ['--dir', '/'],
  ['--maxmemory', '128mb'],
  ['--maxmemory-policy', 'allkeys-lru'],
].flat();

/** A Redis that keeps nothing on a disk: what gateways share is counted and found anew where it is lost. */
export function redisServer(
  program: string,
  host: string,
  port: number,
  say: (line: string) => void,
): Supervised {
  return new Supervised({
    name: 'redis',
    command: ['/bin/sh', '-c', TIED, 'redis', program, '--port', String(port), '--bind', host, ...SETTINGS],
    folder: projectRoot(),
    environment: {},
    answers: /Ready to accept connections/,
    isNode: false,
    say,
  });
}
