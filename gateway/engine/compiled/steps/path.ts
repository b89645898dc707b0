import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { Data, DataPath } from './run.ts';

/** A place in the answer, from its end to its start. */
export interface Place {
  readonly above: Place | undefined;
  readonly key: string | number;
}

/** Called for each object that a path leads to, in the answer's order. */
export type Visit = (target: Data, place: Place | undefined) => void;

/** Leads from the root of an answer to the objects that a fetch completes. */
export interface FlattenPath {
  walk(root: Data, visit: Visit): void;
  /** The same, telling where each object is; for error paths. */
  trace(root: Data, visit: Visit): void;
  /** The field at which the path starts to branch: what is named when everything below it failed. */
  readonly stem: DataPath;
  readonly text: string;
}

/** A subgraph may nest lists as deep as it likes; no type has more than a few. */
const DEEPEST_LIST = 32;

type Walk = (value: unknown, place: Place | undefined, tracing: boolean, visit: Visit) => void;

/**
 * Compiles the path of a flatten node. A list is gone through wherever one is met, not only at `@`: plans
 * write a single `@` for a list of lists (seen with 0.0.38).
 * @param typesOf every type name that meets a condition, the name itself included.
 */
export function flattenPath(
  segments: readonly FlattenNodePathSegment[],
  typesOf: (typeName: string) => ReadonlySet<string>,
): FlattenPath {
  const walk = segments.reduceRight<Walk>((next, segment) => before(next, segment, typesOf), end);
  const branch = segments.findIndex((it) => it === '@');
  const stem = (branch < 0 ? segments : segments.slice(0, branch)).flatMap((it) =>
    it !== '@' && 'Field' in it ? [it.Field] : [],
  );
  return {
    walk: (root, visit) => walk(root, undefined, false, visit),
    trace: (root, visit) => walk(root, undefined, true, visit),
    stem,
    text: segments.map((it) => textOf(it)).join('.'),
  };
}

/** The path from the root to `place`. */
export function pathTo(place: Place | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at; at = at.above) path.push(at.key);
  return path.toReversed();
}

const end: Walk = throughLists((value, place, _tracing, visit) => visit(value, place));

function before(
  next: Walk,
  segment: FlattenNodePathSegment,
  typesOf: (typeName: string) => ReadonlySet<string>,
): Walk {
  if (segment === '@') return next;
  if ('Field' in segment) {
    const key = segment.Field;
    return throughLists((value, place, tracing, visit) =>
      next(value[key], tracing ? { above: place, key } : undefined, tracing, visit),
    );
  }
  const types = new Set(segment.TypeCondition.flatMap((it) => [...typesOf(it)]));
  return throughLists((value, place, tracing, visit) => {
    const typename = value['__typename'];
    if (typeof typename !== 'string' || types.has(typename)) next(value, place, tracing, visit);
  });
}

/** Applies `visit` to an object, or to every object in a list, however deep. */
function throughLists(
  visit: (value: Data, place: Place | undefined, tracing: boolean, visit: Visit) => void,
): Walk {
  const within = (
    value: unknown,
    place: Place | undefined,
    tracing: boolean,
    found: Visit,
    lists: number,
  ) => {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) {
      visit(value as Data, place, tracing, found);
      return;
    }
    if (lists === DEEPEST_LIST) return;
    for (let index = 0; index < value.length; index++) {
      within(value[index], tracing ? { above: place, key: index } : undefined, tracing, found, lists + 1);
    }
  };
  const walk: Walk = (value, place, tracing, found) => within(value, place, tracing, found, 0);
  return walk;
}

function textOf(segment: FlattenNodePathSegment): string {
  if (segment === '@') return '@';
  return 'Field' in segment ? segment.Field : `|[${segment.TypeCondition.join(',')}]`;
}
