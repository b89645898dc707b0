import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a server may take to end, and how often it is looked at, in milliseconds. */
const END_MILLISECONDS = 15_000;
const LOOK_MILLISECONDS = 50;

/**
 * Ends the server that was left behind over a folder of databases, where whoever started it was killed, and clears
 * away what says that it runs. Only for who has the folder for itself.
 */
export async function endOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (isServerOf(pid, folder)) {
    process.kill(pid, 'SIGINT');
    const deadline = performance.now() + END_MILLISECONDS;
    while (isServerOf(pid, folder)) {
      if (performance.now() > deadline) process.kill(pid, 'SIGKILL');
      await delay(LOOK_MILLISECONDS);
    }
  }
  // The number may be another process's by now, which PostgreSQL would take for a server.
  rmSync(file, { force: true });
}

function isServerOf(pid: number, folder: string): boolean {
  if (!(pid > 0)) return false;
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
    return /(^|\/)postgres$/.test((stdout ?? '').trim());
  }
  try {
    // A server works in its folder.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}
