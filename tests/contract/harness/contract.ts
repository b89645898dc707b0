import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOperations, type CheckedInOperation } from '../../../gateway/supergraph/operations.ts';
import type { Viewer } from '../../../platform/identity/viewer.ts';
import { readRoverConfig, type ComposedSubgraph } from '../../../schema/compose.ts';
import { readRelease, type Release } from '../../../schema/released.ts';
import { CannotCheck } from './check.ts';
import { readBreaks, type Break } from './decision-records.ts';
import { readConsumer, readPromises, viewerOf, type ConsumerFile, type Promises } from './promises.ts';

/** A client whose operations are checked in. */
export interface Consumer {
  readonly name: string;
  readonly viewer: Viewer;
  readonly operations: readonly CheckedInOperation[];
  readonly takes: ConsumerFile['operations'];
}

/** Everything that one subgraph is checked against. */
export interface Contract {
  readonly name: string;
  /** The SDL that is agreed on: `schema/subgraphs/<name>.graphql`. */
  readonly sdl: string;
  /** All subgraphs of the supergraph, this one included. */
  readonly subgraphs: readonly ComposedSubgraph[];
  /** The agreed SDL of any subgraph. */
  sdlOf(subgraph: string): string;
  /** What clients have had so far. */
  readonly released: Release;
  /** The breaking changes that decision records name. */
  readonly breaks: readonly Break[];
  readonly consumers: readonly Consumer[];
  readonly promises: Promises;
}

/** The names of the subgraphs that a repository holds. @param root its folder. */
export function subgraphNames(root: string): string[] {
  return roverOf(root).map((it) => it.name);
}

/**
 * Reads a subgraph's contract.
 * @param root the folder of the repository.
 * @param promisesFile what to read instead of `tests/contract/promises/<name>.yaml`.
 * @throws CannotCheck
 */
export function readContract(root: string, name: string, promisesFile?: string): Contract {
  const subgraphs = roverOf(root);
  const sdl = new Map(subgraphs.map((it) => [it.name, readFileSync(join(root, it.file), 'utf8')]));
  const sdlOf = (subgraph: string): string => {
    const found = sdl.get(subgraph);
    if (found === undefined) {
      throw new CannotCheck(
        `supergraph.yaml: expected a subgraph ${subgraph}, got ${[...sdl.keys()].join(', ')}.`,
      );
    }
    return found;
  };
  return {
    name,
    sdl: sdlOf(name),
    subgraphs,
    sdlOf,
    released: readRelease(root, name),
    breaks: readBreaks(join(root, 'docs/adr')),
    consumers: readConsumers(join(root, 'schema/operations')),
    promises: readPromises(promisesFile ?? join(root, 'tests/contract/promises', `${name}.yaml`)),
  };
}

function roverOf(root: string): readonly ComposedSubgraph[] {
  return readRoverConfig(readFileSync(join(root, 'supergraph.yaml'), 'utf8'));
}

/** The clients that have a folder of operations, with who asks on their behalf (`consumer.yaml`). */
export function readConsumers(folder: string): Consumer[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((it) => it.isDirectory())
    .map(({ name }) => {
      const file = join(folder, name, 'consumer.yaml');
      if (!existsSync(file)) {
        throw new CannotCheck(`${file}: expected a file that says who asks these operations (viewer: …).`);
      }
      const { viewer, operations: takes } = readConsumer(file);
      return { name, viewer: viewerOf(viewer), operations: readOperations(join(folder, name)), takes };
    });
}
