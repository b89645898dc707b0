import { Kind, type FieldNode, type SelectionNode } from 'graphql';
import type { SupergraphModel } from '../supergraph/model.ts';
import type { Representation } from './representation.ts';
import type { Data } from './run.ts';

/** What the keys that subgraphs repeat to us are called in their answers. */
const PREFIX = '_key_';
/** Types whose values can be compared as they are written; a subgraph may rewrite others. */
const COMPARABLE: ReadonlySet<string> = new Set(['ID', 'ID!', 'String', 'String!', 'Int', 'Int!']);

/**
 * Subgraphs answer `_entities` by position only. Each entity is therefore asked for its key or, where the
 * key is no plain value, for its type; an answer that comes in another order, or with another entity in a
 * place, is noticed and joined to nothing.
 */
export interface Echo {
  /** The selections of entities with their keys. */
  readonly selections: readonly SelectionNode[];
  /** Whether `entity` is the one that `representation` asked for. */
  confirms(entity: Data, representation: Representation): boolean;
}

/** Adds the echo to what is asked of entities of `subgraph`. */
export function echo(selections: readonly SelectionNode[], subgraph: string, model: SupergraphModel): Echo {
  const keys = new Map<string, readonly string[]>();
  const asked = selections.map((it): SelectionNode => {
    if (it.kind !== Kind.INLINE_FRAGMENT || !it.typeCondition) return it;
    const type = it.typeCondition.name.value;
    const fields = [...model.keyFields(subgraph, type)].filter((field) => comparable(type, field, model));
    keys.set(type, fields);
    const echoed = fields.length > 0 ? fields.map((field) => keyField(field)) : [typenameField()];
    const selectionSet = { ...it.selectionSet, selections: [...it.selectionSet.selections, ...echoed] };
    return { ...it, selectionSet };
  });
  const byTypename = new Map<string, readonly string[]>();
  const keysOf = (typename: string) => {
    let known = byTypename.get(typename);
    if (!known) {
      known = [...keys].flatMap(([type, fields]) => (model.meets(typename, type) ? fields : []));
      byTypename.set(typename, known);
    }
    return known;
  };

  return {
    selections: asked,
    confirms(entity, representation) {
      const typename = entity['__typename'];
      if (
        typeof typename === 'string' &&
        !model.meets(typename, representation.__typename) &&
        !model.meets(representation.__typename, typename)
      ) {
        return false;
      }
      for (const field of keysOf(representation.__typename)) {
        const wanted = representation[field];
        if (wanted === undefined || wanted === null) continue;
        const came = entity[PREFIX + field];
        // A key that is null was not repeated, which says nothing; one that is absent belongs to no type asked.
        if (came === undefined || (came !== null && !isWrittenAs(came, wanted))) return false;
      }
      return true;
    },
  };
}

/** Whether two plain values are written the same: one subgraph may give a number where another gives a text. */
function isWrittenAs(came: unknown, wanted: unknown): boolean {
  return typeof came !== 'object' && typeof wanted !== 'object' && String(came) === String(wanted);
}

/** Whether a path into an answer ends at a key that was asked for to compare it. */
export function isEcho(path: readonly (string | number)[] | undefined): boolean {
  return typeof path?.[2] === 'string' && path[2].startsWith(PREFIX);
}

function comparable(type: string, field: string, model: SupergraphModel): boolean {
  const definition = model.field(type, field);
  return definition !== undefined && COMPARABLE.has(String(definition.type));
}

function keyField(field: string): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: PREFIX + field },
    name: { kind: Kind.NAME, value: field },
  };
}

function typenameField(): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
}
