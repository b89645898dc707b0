import { globSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The audit log in a data directory. */
export function auditFile(dataDirectory: string): string {
  return join(dataDirectory, 'audit.sqlite');
}

/** Where the last checkpoint of a chain is kept beside the log, in the data directory. */
export function anchorFile(dataDirectory: string, chain: string): string {
  return join(dataDirectory, `audit.${chain}.head`);
}

/** The chains of which a checkpoint is kept in a data directory. */
export function anchoredChains(dataDirectory: string): readonly string[] {
  return globSync('audit.*.head', { cwd: dataDirectory }).map((it) =>
    it.slice('audit.'.length, -'.head'.length),
  );
}

/** Puts a checkpoint into the file, whole or not at all. */
export async function writeAnchor(file: string, jws: string): Promise<void> {
  await writeFile(`${file}.new`, `${jws}\n`, { mode: 0o644 });
  await rename(`${file}.new`, file);
}

/** The checkpoint in the file; null where there is no such file. */
export function readAnchor(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
