import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkFree, freePorts } from '../../gateway/scaled/ports.ts';
import { Supervised } from '../../gateway/scaled/supervised.ts';
import { projectRoot } from '../../platform/facts/data-directory.ts';
import { serve } from '../support/subgraph-server.ts';

/** A server that does nothing but say that it listens, and drains at once. */
const SERVER = `
  console.log('Seeded the store (0.1 s).');
  console.log('server listens on http://127.0.0.1:1');
  process.on('SIGTERM', () => process.exit(0));
  setInterval(() => undefined, 1000);
`;
const TIED = join(projectRoot(), 'dist', 'gateway', 'scaled', 'tied.js');

const running: Supervised[] = [];
afterEach(async () => {
  for (const it of running.splice(0)) await it.stop();
});

function supervised(script = SERVER) {
  const said: string[] = [];
  const server = new Supervised({
    name: 'server',
    command: [process.execPath, '--import', TIED, '-e', script],
    folder: projectRoot(),
    environment: {},
    answers: /listens on \S+/,
    isNode: true,
    say: (line) => said.push(line),
  });
  running.push(server);
  return { server, said };
}

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a server that is kept running', () => {
  it('is started again when it ends, and says so', async () => {
    const { server, said } = supervised();
    await server.start();
    const first = server.pid;
    server.kill();
    await vi.waitFor(() => expect(said).toContain('server is back.'), 10_000);
    expect(said.slice(0, 2)).toEqual([
      'Seeded the store (0.1 s).',
      'server ended (SIGKILL) and is started again.',
    ]);
    expect(isAlive(first)).toBe(false);
    expect(isAlive(server.pid)).toBe(true);
  });

  it('is replaced without a gap, and ended for good', async () => {
    const { server, said } = supervised();
    await server.start();
    const first = server.pid;
    await server.restart();
    const second = server.pid;
    expect([isAlive(first), isAlive(second)]).toEqual([false, true]);
    await server.stop();
    expect(isAlive(second)).toBe(false);
    expect(said.some((it) => it.includes('again'))).toBe(false);
  });

  it('says what it printed where it does not start', async () => {
    const { server } = supervised('console.error("PORT: expected a free port"); process.exit(1)');
    await expect(server.start()).rejects.toThrow(
      /^server did not start \(exit code 1\)\. PORT: expected a free port$/,
    );
  });

  it('ends when its supervisor is gone', async () => {
    const supervisor = spawn(
      process.execPath,
      [
        '-e',
        `
          const { spawn } = require('node:child_process');
          const child = spawn(process.execPath, ['--import', ${JSON.stringify(TIED)}, '-e', ${JSON.stringify(SERVER)}],
            { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], detached: true });
          child.stdout.once('data', () => console.log(child.pid));
        `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [piece] = (await once(supervisor.stdout, 'data')) as [Buffer];
    const pid = Number(piece.toString());
    expect(isAlive(pid)).toBe(true);
    supervisor.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
  });
});

describe('ports', () => {
  it('are free ones, each another', async () => {
    const ports = await freePorts('127.0.0.1', 6);
    expect(new Set(ports).size).toBe(6);
    for (const it of ports) await checkFree('127.0.0.1', it);
  });

  it('that somebody has are refused, though servers would share them', async () => {
    await using server = await serve(() => undefined);
    const port = Number(new URL(server.url).port);
    await expect(checkFree('127.0.0.1', port)).rejects.toThrow(`${port} cannot be taken`);
  });
});
