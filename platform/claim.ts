import { DatabaseSync } from 'node:sqlite';

/** Something that this process has for itself. */
export interface Claim {
  release(): void;
}

/**
 * Claims what `file` stands for, by a locked database, which the system unlocks however this process ends.
 * Undefined where another process has it.
 */
export function claim(file: string): Claim | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (!String(error).includes('locked')) throw error;
    return undefined;
  }
}
