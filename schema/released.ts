import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where what was released last is kept, relative to the project. */
export const RELEASED = 'schema/released';

const release = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** The day of the release, ISO 8601. */
  date: z.iso.date(),
});

/** The last release of the schema. */
export interface Release extends z.output<typeof release> {
  /** The SDL that the subgraph had; null for one that was not part of it. */
  readonly sdl: string | null;
}

/**
 * What the last release says of a subgraph.
 * @param root folder of the project.
 */
export function readRelease(root: string, subgraph: string): Release {
  const file = join(root, RELEASED, `${subgraph}.graphql`);
  return {
    ...lastRelease(root),
    sdl: existsSync(file) ? readFileSync(file, 'utf8') : null,
  };
}

/** The version and the day of the last release. */
export function lastRelease(root: string): z.output<typeof release> {
  return release.parse(JSON.parse(readFileSync(join(root, RELEASED, 'release.json'), 'utf8')));
}
