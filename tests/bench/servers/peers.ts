import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../platform/facts/data-directory.ts';

/** The peers could not be installed; npm has said why. */
export class PeersNotInstalled extends Error {
  override name = 'PeersNotInstalled';
}

const FOLDER = join(projectRoot(), 'tests', 'bench', 'peers');

/** A file of the peers' package. */
export const peerFile = (...path: string[]): string => join(FOLDER, ...path);

/**
 * Installs the peers where they are not, or not as locked. `say` prints a line.
 * @throws PeersNotInstalled
 */
export async function installPeers(say: (line: string) => void): Promise<void> {
  if (isInstalled()) return;
  say('Installing the gateways to compare with, at the first run only (tests/bench/peers) …');
  const code = await new Promise<number | null>((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER, stdio: 'inherit' });
    npm.once('error', reject);
    npm.once('close', resolve);
  });
  if (code !== 0)
    throw new PeersNotInstalled(`npm ci in tests/bench/peers: expected exit code 0, got ${code}.`);
}

/** npm writes down what it installed; that is as locked where every package has the locked version. */
function isInstalled(): boolean {
  const installed = peerFile('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const has = packagesIn(installed);
  const wanted = packagesIn(peerFile('package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || has[path]?.version === version,
  );
}

interface Locked {
  readonly version?: string;
  readonly optional?: boolean;
}

function packagesIn(file: string): Readonly<Record<string, Locked>> {
  return (JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Locked> }).packages;
}

/** The versions of the packages compared with, for the report. */
export function peerVersions(): Readonly<Record<string, string>> {
  const { dependencies } = JSON.parse(readFileSync(peerFile('package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}
