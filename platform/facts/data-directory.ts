import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's root: the nearest folder above this module that holds the package and its subgraphs. */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!(existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'supergraph.yaml')))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The project root was not found above this module.');
    folder = parent;
  }
  return folder;
}

/** The folder of the facts that a subgraph ships, the same from the sources and from the build. */
export function dataDirectory(subgraph: string): string {
  return join(projectRoot(), 'subgraphs', subgraph, 'data');
}
