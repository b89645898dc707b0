import type { AnySubgraph } from '../platform/subgraph/define.ts';
import { subgraphSchema, subgraphSdl } from '../platform/subgraph/schema.ts';

const BANNER = '# Generated from the resolver classes by `npm run schema`. Do not edit.\n\n';

/** The SDL of each subgraph by its name, as it is checked in. No store is opened. */
export function emitSubgraphs(definitions: readonly AnySubgraph[]): ReadonlyMap<string, string> {
  return new Map(
    definitions.map(({ name, schema }) => [name, `${BANNER}${subgraphSdl(subgraphSchema(schema)).trim()}\n`]),
  );
}
