import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { flattenPath, pathTo } from './path.ts';
import { isData, type Data, type DataPath, type Problem, type Run, type Step } from './run.ts';
import { indented } from './sequence.ts';

/** What a query below the root is compiled from. */
export interface PlannedDetour {
  /** Leads to the objects that the answer belongs to: each is the root of queries again. */
  readonly path: readonly FlattenNodePathSegment[];
  /** Fetches the query's answer, as if it stood at the root. */
  readonly step: Step;
  /** What of the answer is known without fetching. */
  readonly known: (variables: Run['variables']) => Data;
  readonly typesOf: (typeName: string) => ReadonlySet<string>;
}

/**
 * Asks the root of queries once for all objects that stand for it at one place of the answer, if there are any,
 * and gives each of them what was answered.
 */
export function detour({ path: segments, step, known, typesOf }: PlannedDetour): Step {
  const path = flattenPath(segments, typesOf);

  async function run(outer: Run): Promise<void> {
    const targets: { readonly target: Data; readonly at: DataPath }[] = [];
    path.trace(outer.data, (target, place) => targets.push({ target, at: pathTo(place) }));
    if (targets.length === 0) return;
    const problems: Problem[] = [];
    const inner: Run = { ...outer, data: { ...known(outer.variables) }, problems };
    await step.run(inner);
    for (const [index, { target, at }] of targets.entries()) {
      // Each object is added to on its own from here on.
      Object.assign(target, index === 0 ? inner.data : copied(inner.data));
      for (const it of problems) outer.problems.push({ ...it, path: [...at, ...(it.path ?? [])] });
    }
  }

  return { run, describe: () => [`query below ${path.text}:`, ...indented([step])] };
}

/** No operation leads as deep as this; what a scalar holds below it is read only, and may be shared. */
const DEEPEST_COPY = 1_000;

function copied<Value>(value: Value, depth = 0): Value {
  if (depth === DEEPEST_COPY) return value;
  if (Array.isArray(value)) return value.map((it: unknown) => copied(it, depth + 1)) as Value;
  if (!isData(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, copied(it, depth + 1)])) as Value;
}
