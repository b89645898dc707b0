import type { FieldNode, GraphQLCompositeType, SelectionSetNode } from 'graphql';

/** Fields and narrower fragments asked of one type at one place. */
export interface Selections {
  readonly type: GraphQLCompositeType;
  /** Names of the types that an object there can be of. */
  readonly possible: ReadonlySet<string>;
  readonly fields: Map<string, { readonly node: FieldNode; readonly sets: SelectionSetNode[] }>;
  readonly fragments: Map<string, SelectionSetNode[]>;
  readonly spread: Set<string>;
  asksTypename: boolean;
}

/** Selections of which nothing was collected yet, of objects that are `within` what is around them. */
export function selectionsOf(
  type: GraphQLCompositeType,
  possible: ReadonlySet<string>,
  within: ReadonlySet<string> = possible,
): Selections {
  return {
    type,
    possible: within === possible ? possible : new Set([...within].filter((it) => possible.has(it))),
    fields: new Map(),
    fragments: new Map(),
    spread: new Set(),
    asksTypename: false,
  };
}
