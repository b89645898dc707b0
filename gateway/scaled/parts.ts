import { join } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A file of the build. */
export function built(...path: readonly string[]): string {
  return join(projectRoot(), 'dist', ...path);
}

/** What is preloaded into processes that end with their supervisor. */
export const TIED = built('gateway', 'scaled', 'tied.js');

/** The variables that are set. */
export function given(environment: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
