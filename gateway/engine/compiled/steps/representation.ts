import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { isNullableType } from 'graphql';
import { CodeWriter, key, property } from '../code/code-writer.ts';
import { isWritable } from '../depth.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { isPlain, projected, refuseSpread, type Projected } from './projection.ts';
import { applyRewrites, type Rewrite } from './rewrites.ts';
import type { Data } from './run.ts';

/** What stands for an entity in `_entities(representations:)`. */
export interface Representation extends Data {
  __typename: string;
}

/** Stands for the representation of an entity of which something that is required is too deep to be written. */
export const UNWRITABLE: Representation = Object.freeze({ __typename: '' });

/** What of the answer a subgraph is told of an entity. */
export interface Representing {
  /**
   * The representation of `entity`, or {@link UNWRITABLE}; undefined where not enough of it is known to ask
   * for it.
   */
  of(entity: Data): Representation | undefined;
}

interface Part extends Projected {
  /** The key in the answer. */
  readonly from: string;
  /** The subgraph's field. */
  readonly to: string;
  readonly isKey: boolean;
  readonly nullable: boolean;
}

type Represent = (entity: Data) => Representation | undefined;

/**
 * Compiles what the fetch at `subgraph` requires of an entity.
 *
 * An entity is left out when a field of its key is unknown or its whole key is null, for then nobody could
 * tell which entity is meant, and when a field that `@requires` names is unknown, is null against its type or has
 * not the form that its type says. A requirement that is null and may be null is sent as null: that is its value.
 * @param rewrites the planner's rewrites of representations.
 */
export function representing(
  requires: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  subgraph: string,
  model: SupergraphModel,
): Representing {
  const known = new Map<string, Represent>();
  const fallback = onlyType(requires);

  return {
    of(entity) {
      const named = entity['__typename'];
      const typename = typeof named === 'string' ? named : fallback;
      if (typename === undefined) return undefined;
      let represent = known.get(typename);
      if (!represent) {
        const parts = partsFor(typename, requires, subgraph, model);
        // A subgraph can name any type it likes; what cannot be an entity here is not remembered.
        if (!parts) return undefined;
        known.set(typename, (represent = compileRepresent(typename, parts, model)));
      }
      const representation = represent(entity);
      if (representation && representation !== UNWRITABLE && rewrites.length > 0)
        applyRewrites(representation, rewrites);
      return representation;
    },
  };
}

/** Writes the code that makes representations of one type. */
function compileRepresent(typename: string, parts: readonly Part[], model: SupergraphModel): Represent {
  const code = new CodeWriter();
  const hasKeys = parts.some((it) => it.isKey);
  const represent = code.function('entity', () => {
    const read = parts.map((part, index) => {
      const { from, isKey, nullable } = part;
      const value = `value${index}`;
      return [
        `let ${value} = entity${property(from)};`,
        // Most of what is required is plain, which needs no look at its parts.
        part.type && isPlain(part.type)
          ? `if (typeof ${value} === "object" && ${value} !== null) return undefined;`
          : `${value} = ${code.use((it: unknown) => projected(it, part, model))}(${value});
            if (typeof ${value} === "object" && !${code.use(isWritable)}(${value})) return ${code.use(UNWRITABLE)};`,
        `if (${value} === undefined) return undefined;`,
        isKey
          ? `if (${value} !== null) keyed = true;`
          : nullable
            ? ''
            : `if (${value} === null) return undefined;`,
      ].join(' ');
    });
    const properties = parts.map(({ to }, index) => `${key(to)}: value${index}`);
    const literal = ['__typename: ' + JSON.stringify(typename), ...properties].join(', ');
    return `let keyed = ${!hasKeys}; ${read.join('\n')} return keyed ? { ${literal} } : undefined;`;
  });
  return code.build(represent);
}

/** What represents objects of a type; undefined where nothing that is required speaks of it. */
function partsFor(
  typename: string,
  requires: readonly RequiresSelection[],
  subgraph: string,
  model: SupergraphModel,
): readonly Part[] | undefined {
  const parts = new Map<string, Part>();
  let met = false;
  const collect = (selections: readonly RequiresSelection[], condition: string) => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        if (!model.meets(typename, selection.typeCondition)) continue;
        met = true;
        collect(selection.selections, selection.typeCondition);
      } else if (selection.kind === 'Field') {
        if (selection.name === '__typename') continue;
        const to = selection.alias ?? selection.name;
        const type = (model.field(typename, to) ?? model.field(condition, to))?.type;
        const keys = [model.keyFields(subgraph, typename), model.keyFields(subgraph, condition)];
        parts.set(to, {
          from: selection.name,
          to,
          isKey: keys.some((it) => it.has(to)),
          nullable: !type || isNullableType(type),
          type,
          selections: selection.selections,
        });
      } else {
        refuseSpread();
      }
    }
  };
  collect(requires, typename);
  return met ? [...parts.values()] : undefined;
}

/** The type that `requires` speaks of, where there is one only. */
function onlyType(requires: readonly RequiresSelection[]): string | undefined {
  const [first, second] = requires;
  return first?.kind === 'InlineFragment' && !second ? first.typeCondition : undefined;
}
