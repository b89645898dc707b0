import { createReadStream, existsSync, readdirSync, statSync, type ReadStream } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { projectRoot } from '../../platform/facts/data-directory.ts';

/** A built file of the explorer. */
export interface ExplorerFile {
  readonly type: string;
  readonly bytes: number;
  open(): ReadStream;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Where `npm run build` puts the explorer. */
export function explorerDirectory(): string {
  return join(projectRoot(), 'dist', 'explorer');
}

/** The built files by their path. Only what is listed here is ever opened: a request's path opens nothing. */
export function explorerFiles(directory = explorerDirectory()): ReadonlyMap<string, ExplorerFile> {
  if (!existsSync(directory)) return new Map();
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => join(it.parentPath, it.name));
  return new Map(
    paths.map((path) => [
      relative(directory, path).split(sep).join('/'),
      {
        type: TYPES[extname(path)] ?? 'application/octet-stream',
        bytes: statSync(path).size,
        open: () => createReadStream(path),
      },
    ]),
  );
}
