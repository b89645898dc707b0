import 'reflect-metadata';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { projectRoot } from '../platform/facts/data-directory.ts';
import { ALL_SUBGRAPHS } from '../subgraphs/all.ts';
import { compose, CompositionRejected, readRoverConfig } from './compose.ts';
import { emitSubgraphs } from './emit.ts';
import { manifestFiles } from './manifests.ts';

/** The generated files of the schema: their paths relative to the project, and their text. */
export function generateSchema(root: string): {
  readonly files: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
} {
  const subgraphs = readRoverConfig(readFileSync(join(root, 'supergraph.yaml'), 'utf8'));
  const emitted = emitSubgraphs(ALL_SUBGRAPHS);
  const sdlOf = (name: string): string => {
    const sdl = emitted.get(name);
    if (sdl === undefined) throw new CompositionRejected(`supergraph.yaml: no subgraph is called ${name}.`);
    return sdl;
  };
  const composition = compose(subgraphs, ({ name }) => sdlOf(name));
  return {
    files: new Map([
      ...subgraphs.map(({ name, file }) => [file, sdlOf(name)] as const),
      ['schema/supergraph.graphql', composition.supergraph],
      ['schema/api.graphql', composition.api],
      ...manifestFiles(root),
    ]),
    warnings: composition.warnings,
  };
}

/** The generated files whose checked-in text differs. */
export function driftOf(root: string, files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const file = join(root, path);
    return existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [path];
  });
}

/** `npm run schema`: writes the files; with `--check` only says which differ. Gives the exit code. */
function main(args: readonly string[]): number {
  const root = projectRoot();
  const { files, warnings } = generateSchema(root);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  const drifted = driftOf(root, files);
  if (args.includes('--check')) {
    for (const path of drifted) process.stderr.write(`${path}: differs from the code. Run npm run schema.\n`);
    return drifted.length === 0 ? 0 : 1;
  }
  for (const path of drifted) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, files.get(path) as string);
    process.stdout.write(`wrote ${relative(root, file)}\n`);
  }
  return 0;
}

if (import.meta.main) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CompositionRejected)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
