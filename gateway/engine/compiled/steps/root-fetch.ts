import type { GraphQLFormattedError } from 'graphql';
import { applyRewrites, type Rewrite } from './rewrites.ts';
import { isData, type DataPath, type Run, type Step } from './run.ts';
import { compileMerge, type IsObjectType } from './merge.ts';
import { setMissingToNull, type Shape } from './shape.ts';

/** What a fetch of root fields is compiled from. */
export interface RootFetch {
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation';
  readonly text: string;
  /** Names of the client's variables that the operation uses. */
  readonly variables: readonly string[];
  readonly shape: Shape;
  readonly outputRewrites: readonly Rewrite[];
  readonly isObjectType: IsObjectType;
}

/** Asks one subgraph for root fields and puts its answer at the top of ours. */
export function rootFetch({
  subgraph,
  kind,
  text,
  variables,
  shape,
  outputRewrites,
  isObjectType,
}: RootFetch): Step {
  const roots = [...shape.keys()];
  const merge = compileMerge(shape, isObjectType);

  async function fetch(run: Run): Promise<void> {
    const values: Record<string, unknown> = {};
    for (const name of variables) if (Object.hasOwn(run.variables, name)) values[name] = run.variables[name];
    const answer = await run
      .fetch({ subgraph, kind, query: text, variables: values })
      .catch((): undefined => undefined);
    run.keeping?.answered(subgraph, answer);
    const errors = Array.isArray(answer?.errors) ? (answer.errors as GraphQLFormattedError[]) : [];
    const explained = new Set<unknown>();
    for (const error of errors) {
      const path = pathOf(error, shape);
      const shown = run.errors.shown(subgraph, error);
      // An error that says nothing of its place concerns every field that was asked for.
      for (const it of path ? [path] : roots.map((root) => [root])) {
        run.problems.push({ path: it, error: shown });
        explained.add(it[0]);
      }
    }
    const data = answer?.data;
    if (!isData(data)) {
      // What fails below one field can take the others along; they are missing through no fault of theirs.
      failed(run, explained);
      setMissingToNull(run.data, shape);
      return;
    }
    applyRewrites(data, outputRewrites);
    if (!merge(run.data, data)) failed(run);
  }

  function failed(run: Run, but: ReadonlySet<unknown> = new Set()): void {
    for (const root of roots) {
      if (!but.has(root)) run.problems.push({ path: [root], error: run.errors.failure(subgraph) });
    }
  }

  return { run: fetch, describe: () => [`fetch from ${subgraph}: ${text}`] };
}

/** Where a subgraph says that its error is, if it is a field that was asked for. */
function pathOf({ path }: GraphQLFormattedError, shape: Shape): DataPath | undefined {
  const [root] = path ?? [];
  return typeof root === 'string' && shape.has(root) ? path : undefined;
}
