import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { refuseOperation } from '../refusal.ts';
import type { Data } from './run.ts';
import { isData } from './run.ts';
import type { Shape } from './shape.ts';

/** A plan's instruction to set a value or to rename a key, at every object that its path leads to. */
export interface Rewrite {
  readonly path: readonly PathSegment[];
  readonly last: string;
  readonly rename: string | undefined;
  readonly value: string | undefined;
}

type PathSegment = { readonly key: string } | { readonly types: ReadonlySet<string> };

/**
 * Reads the planner's rewrites, in either of the two forms that its types allow.
 * @param typesOf every type name that meets a condition, the name itself included.
 */
export function readRewrites(
  rewrites: readonly FetchRewrite[],
  typesOf: (typeName: string) => ReadonlySet<string>,
): Rewrite[] {
  return rewrites.map((it) => {
    const setter = 'ValueSetter' in it ? it.ValueSetter : 'setValueTo' in it ? it : undefined;
    const renamer = 'KeyRenamer' in it ? it.KeyRenamer : undefined;
    const segments = (setter ?? renamer)?.path.map((segment) => readSegment(segment, typesOf)) ?? [];
    const last = segments.at(-1);
    if (!last || !('key' in last)) {
      return refuseOperation('The plan rewrites something that has no name.');
    }
    return {
      path: segments.slice(0, -1),
      last: last.key,
      rename: renamer?.renameKeyTo,
      value: setter?.setValueTo,
    };
  });
}

/** Applies `rewrites` to `data`, an object or a list of such, in place. */
export function applyRewrites(data: unknown, rewrites: readonly Rewrite[]): void {
  for (const rewrite of rewrites) apply(data, rewrite, 0);
}

/** Adds the keys that `rewrites` make to the keys that an answer has. */
export function renameInShape(shape: Shape, rewrites: readonly Rewrite[]): void {
  for (const { path, last, rename } of rewrites) {
    if (rename === undefined) continue;
    let place: Shape | undefined = shape;
    for (const segment of path) if ('key' in segment) place = place?.get(segment.key);
    if (!place?.has(last)) continue;
    place.set(rename, place.get(last));
    place.delete(last);
  }
}

function apply(data: unknown, rewrite: Rewrite, at: number): void {
  if (Array.isArray(data)) {
    for (const element of data) apply(element, rewrite, at);
    return;
  }
  if (!isData(data)) return;
  const segment = rewrite.path[at];
  if (!segment) {
    finish(data, rewrite);
  } else if ('key' in segment) {
    apply(data[segment.key], rewrite, at + 1);
  } else {
    const typename = data['__typename'];
    if (typeof typename !== 'string' || segment.types.has(typename)) apply(data, rewrite, at + 1);
  }
}

function finish(data: Data, { last, rename, value }: Rewrite): void {
  if (!Object.hasOwn(data, last)) return;
  if (rename === undefined) {
    data[last] = value;
  } else {
    data[rename] = data[last];
    delete data[last];
  }
}

function readSegment(
  segment: FetchNodePathSegment,
  typesOf: (typeName: string) => ReadonlySet<string>,
): PathSegment {
  if ('Key' in segment) return { key: segment.Key };
  return { types: new Set(segment.TypenameEquals.flatMap((it) => [...typesOf(it)])) };
}
