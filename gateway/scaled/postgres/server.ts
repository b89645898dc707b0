import { once } from 'node:events';
import { spawnOver, type PostgresPrograms } from './programs.ts';

/** A PostgreSQL that runs. */
export interface PostgresServer {
  /** Of its first process. */
  readonly pid: number;
  /** How it ended, once it has, and what it said last. */
  readonly ended: Promise<string>;
  /** Ends it: transactions under way are given up, and all that was committed is kept. */
  stop(): Promise<void>;
}

/** How much of its log is kept for messages, in lines. */
const TAIL = 5;
const LISTENS = 'database system is ready to accept connections';
/** It listens to this machine alone. */
const SETTINGS = { listen_addresses: '127.0.0.1', unix_socket_directories: '' };

/** Starts PostgreSQL over a folder of databases. @throws where it ends before it takes connections. */
export async function startServer(
  programs: PostgresPrograms,
  folder: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<PostgresServer> {
  const set = Object.entries({ ...settings, ...SETTINGS, port: String(port) });
  const child = spawnOver(
    programs,
    programs.postgres,
    folder,
    set.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  );
  let said: string[] = [];
  const listens = new Promise<undefined>((resolve) => {
    child.stderr?.on('data', (piece: Buffer) => {
      const text = piece.toString();
      said = [...said, ...text.trim().split('\n')].slice(-TAIL);
      if (text.includes(LISTENS)) resolve(undefined);
    });
  });
  const ended = once(child, 'close').then(
    ([code, signal]: unknown[]) => `${signal ?? `exit code ${code}`}\n${said.join('\n')}`,
  );
  const failure = await Promise.race([listens, ended]);
  if (failure !== undefined) throw new Error(`PostgreSQL did not start: ${failure}`);
  return {
    pid: child.pid as number,
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
