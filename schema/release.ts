import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/facts/data-directory.ts';
import { readRoverConfig } from './compose.ts';
import { lastRelease, RELEASED } from './released.ts';

const BANNER =
  '# What was released last (schema/released/README.md). Written by `npm run schema:release`. Do not edit.\n\n';
const USAGE = 'npm run -s schema:release -- 0.2.0';

/** Why a release cannot be made: one line. */
class ReleaseRefused extends Error {
  override name = 'ReleaseRefused';
}

/**
 * Makes the subgraphs' SDL of today the baseline that later changes are compared with.
 * @returns the files written, relative to the project.
 * @throws ReleaseRefused where the version is none, or not above the last one.
 */
export function release(root: string, version: string | undefined, day: string): string[] {
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new ReleaseRefused(`version: expected one such as 0.2.0, got ${version ?? 'nothing'}.`);
  }
  const last = lastRelease(root).version;
  if (compareVersions(version, last) <= 0) {
    throw new ReleaseRefused(`version: expected one above ${last}, which is released, got ${version}.`);
  }
  const subgraphs = readRoverConfig(readFileSync(join(root, 'supergraph.yaml'), 'utf8'));
  const files = new Map(
    subgraphs.map(({ name, file }) => {
      const sdl = readFileSync(join(root, file), 'utf8').replace(/^(#[^\n]*\n|\n)+/, '');
      return [`${RELEASED}/${name}.graphql`, `${BANNER}${sdl}`];
    }),
  );
  files.set(`${RELEASED}/release.json`, `${JSON.stringify({ version, date: day }, null, 2)}\n`);
  mkdirSync(join(root, RELEASED), { recursive: true });
  for (const [file, text] of files) writeFileSync(join(root, file), text);
  return [...files.keys()];
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((it) => it.split('.').map(Number)) as [number[], number[]];
  return a.map((part, index) => part - (b[index] ?? 0)).find((it) => it !== 0) ?? 0;
}

if (import.meta.main) {
  try {
    const day = new Date().toISOString().slice(0, 10);
    for (const file of release(projectRoot(), process.argv[2], day)) process.stdout.write(`wrote ${file}\n`);
  } catch (error) {
    if (!(error instanceof ReleaseRefused)) throw error;
    process.stderr.write(`${error.message}\nUsage: ${USAGE}\n`);
    process.exitCode = 1;
  }
}
