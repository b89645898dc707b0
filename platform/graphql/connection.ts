import { Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Public } from './access-rules.ts';
import { AsItsOwner, OfTheViewer } from './cache-hints.ts';

@ObjectType({ description: 'Where a page stands in its list.', simpleResolvers: true })
@Directive('@shareable')
@AsItsOwner()
@Public()
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether another page follows.' })
  hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row: pass it as `after`.' })
  endCursor: string | null;
}

export interface EdgeOf<Node> {
  cursor: string;
  node: Node;
}

export interface ConnectionOf<Node> {
  totalCount: number;
  pageInfo: PageInfo;
  edges: EdgeOf<Node>[];
}

/**
 * The edge and connection classes of a list of `Node`, named after it (`ContractConnection`). Cursors are bound
 * to the viewer, so that a page is theirs alone; where `kept` is false no page is kept at all.
 * @param rule who may have the list.
 */
export function connectionClasses<Node extends object>(
  Node: ClassType<Node>,
  name: string,
  rule: () => ClassDecorator,
  kept = true,
): { Edge: ClassType<EdgeOf<Node>>; Connection: ClassType<ConnectionOf<Node>> } {
  @AsItsOwner()
  @rule()
  @ObjectType(`${name}Edge`, { description: `A row of a list of ${name}.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'Opaque position of this row: pass it as `after`.' })
    cursor: string;

    @Field(() => Node)
    node: Node;
  }

  const Hint: () => ClassDecorator = kept ? OfTheViewer : () => () => undefined;
  @Hint()
  @rule()
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.`, simpleResolvers: true })
  class Connection {
    @Field(() => Int, { description: 'Rows in the whole list, after filters.' })
    totalCount: number;

    @Field(() => PageInfo)
    pageInfo: PageInfo;

    @Field(() => [Edge])
    edges: Edge[];
  }
  return { Edge, Connection };
}

/** A connection from a page of rows, with the cursor of each. */
export function connectionFrom<Row, Node>(
  page: { rows: readonly Row[]; hasNextPage: boolean },
  totalCount: number,
  toNode: (row: Row) => Node,
  cursorOf: (row: Row) => string,
): ConnectionOf<Node> {
  const edges = page.rows.map((row) => ({ cursor: cursorOf(row), node: toNode(row) }));
  return {
    totalCount,
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    edges,
  };
}
