import { globSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The audit log in a data directory. */
export function auditFile(dataDirectory: string): string {
  return join(dataDirectory, 'audit.sqlite');
}

/** Where a log is: a data directory may have had one in a file before it had one in PostgreSQL. */
export type LogPlace = 'file' | 'postgres';

const ANCHOR: Readonly<Record<LogPlace, string>> = { file: 'audit.', postgres: 'audit-postgres.' };

/** Where the last checkpoint of a chain is kept beside the log, in the data directory. */
export function anchorFile(dataDirectory: string, chain: string, place: LogPlace = 'file'): string {
  return join(dataDirectory, `${ANCHOR[place]}${chain}.head`);
}

/** The chains of which a checkpoint is kept in a data directory. */
export function anchoredChains(dataDirectory: string, place: LogPlace = 'file'): readonly string[] {
  return globSync(`${ANCHOR[place]}*.head`, { cwd: dataDirectory }).map((it) =>
    it.slice(ANCHOR[place].length, -'.head'.length),
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
