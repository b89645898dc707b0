import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { readEnv } from '../../../platform/config.ts';
import { projectRoot } from '../../../platform/facts/data-directory.ts';

export type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** An object of the cluster as a file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [more: string]: Json };
  readonly [more: string]: Json;
}

export const FOLDER = join(projectRoot(), 'deploy', 'kubernetes');
const { PATH = '' } = readEnv();
/** What puts the files and their patches together; undefined where this machine has none. */
export const KUSTOMIZE = PATH.split(delimiter)
  .map((it) => join(it, 'kubectl'))
  .find((it) => existsSync(it));
export const WITHOUT_KUSTOMIZE = KUSTOMIZE ? '' : ' (left out: this machine has no kubectl)';

/** The files as they are: some are completed by patches. */
export function manifestFiles(): Manifest[] {
  return globSync('*.yaml', { cwd: FOLDER })
    .filter((it) => it !== 'kustomization.yaml')
    .flatMap((it) => manifestsIn(readFileSync(join(FOLDER, it), 'utf8')));
}

/** What `kubectl apply -k` would apply. */
export function renderedManifests(): Manifest[] {
  return manifestsIn(execFileSync(KUSTOMIZE as string, ['kustomize', FOLDER], { encoding: 'utf8' }));
}

function manifestsIn(text: string): Manifest[] {
  return parseAllDocuments(text).map((it) => {
    if ('errors' in it && it.errors.length > 0) throw it.errors[0];
    return it.toJS() as Manifest;
  });
}

interface Model {
  validate(): void;
}

/**
 * Holds a manifest to the schema that Kubernetes publishes for its kind.
 * @returns what is wrong, a line each: what the schema refuses, and what it does not know.
 */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const { apiVersion, kind } = manifest;
  const file = join(projectRoot(), 'node_modules', 'kubernetes-models', apiVersion, `${kind}.js`);
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Record<
    string,
    new (data: Json) => Model
  >;
  const Kind = module[kind] as new (data: Json) => Model;
  const faults = (data: Json): string | null => {
    try {
      new Kind(data).validate();
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const refused = faults(manifest);
  if (refused) return [`${kind} ${manifest.metadata.name}: ${refused}`];
  // The schemas let pass what they do not know. What they know, they refuse where it is of no kind at all.
  return pathsOf(manifest)
    .filter((path) => faults(replaced(manifest, path, Symbol('none'))) === null)
    .map((path) => `${kind} ${manifest.metadata.name}: ${path.join('.')} is not in the schema`);
}

function pathsOf(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.keys(value).flatMap((key) => pathsOf(value[key], [...path, key]));
  return path.length > 0 && !Array.isArray(value) ? [path, ...inner] : inner;
}

function replaced(value: Json, [key, ...rest]: readonly string[], by: unknown): Json {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(value[key], rest, by);
  return copy;
}
