import { Kind, type FieldNode, type SelectionNode } from 'graphql';
import { CodeWriter, property } from '../code/code-writer.ts';
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
  /** Whether an entity is the one that its representation asked for. */
  readonly confirms: Confirms;
}

type Confirms = (entity: Data, representation: Representation) => boolean;

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
  const related = (a: string, b: string) => model.meets(a, b) || model.meets(b, a);
  const checks = new Map<string, Confirms>();

  return {
    selections: asked,
    confirms(entity, representation) {
      const typename = representation.__typename;
      let check = checks.get(typename);
      if (!check) {
        const fields = [...keys].flatMap(([type, those]) => (model.meets(typename, type) ? those : []));
        checks.set(typename, (check = compileCheck(typename, fields, related)));
      }
      return check(entity, representation);
    },
  };
}

/** Writes the code that compares entities of one type with their representations. */
function compileCheck(
  typename: string,
  fields: readonly string[],
  related: (a: string, b: string) => boolean,
): Confirms {
  const code = new CodeWriter();
  const named = JSON.stringify(typename);
  const check = code.function('entity, representation', () => {
    const compared = fields.map(
      (field) => `if (entity${property(PREFIX + field)} !== representation${property(field)} &&
        !${code.use(repeats)}(entity${property(PREFIX + field)}, representation${property(field)})) return false;`,
    );
    return `const typename = entity.__typename;
      if (typeof typename === "string" && typename !== ${named} && !${code.use(related)}(typename, ${named})) return false;
      ${compared.join('\n')} return true;`;
  });
  return code.build(check);
}

/** Whether a key that came back is the one that was sent, written in one way or another. */
function repeats(came: unknown, wanted: unknown): boolean {
  if (wanted === undefined || wanted === null) return true;
  // A key that is null was not repeated, which says nothing; one that is absent belongs to no type asked.
  return came !== undefined && (came === null || isWrittenAs(came, wanted));
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
