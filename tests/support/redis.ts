import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { readEnv } from '../../platform/config.ts';

/** The Redis (or Valkey) server of this machine; undefined where it has none. */
export const REDIS_SERVER: string | undefined = (readEnv()['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)))
  .find((file) => existsSync(file));

/** What a test that needs one is called where it is left out. */
export const WITHOUT_REDIS = REDIS_SERVER
  ? ''
  : ' (left out: this machine has no redis-server; apt-get install redis-server brings it)';

/** A real Redis on a port of its own, which keeps nothing. It never outlives the test. */
export interface RunningRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Has it answer nothing, though its connections stay; and go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

export async function startRedis(port?: number): Promise<RunningRedis> {
  if (!REDIS_SERVER) throw new Error('There is no Redis on this machine.');
  const taken = port ?? (await freePort());
  const child = spawn(
    REDIS_SERVER,
    ['--port', String(taken), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error(`Redis ended: ${said}`)));
    child.stdout.on('data', (piece) => {
      said += String(piece);
      if (said.includes('Ready to accept connections')) resolve();
    });
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    url: `redis://127.0.0.1:${taken}`,
    port: taken,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
