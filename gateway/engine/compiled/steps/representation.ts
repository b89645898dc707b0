import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { isNullableType } from 'graphql';
import { CodeWriter, property } from '../code/code-writer.ts';
import { isWritable } from '../depth.ts';
import { refuseOperation } from '../refusal.ts';
import type { SupergraphModel } from '../supergraph/model.ts';
import { applyRewrites, type Rewrite } from './rewrites.ts';
import { isData, type Data } from './run.ts';

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

interface Part {
  /** The key in the answer. */
  readonly from: string;
  /** The subgraph's field. */
  readonly to: string;
  readonly isKey: boolean;
  readonly nullable: boolean;
  readonly below: readonly RequiresSelection[] | undefined;
}

type Represent = (entity: Data) => Representation | undefined;

/**
 * Compiles what the fetch at `subgraph` requires of an entity.
 *
 * An entity is left out when a field of its key is unknown or its whole key is null, for then nobody could
 * tell which entity is meant, and when a field that `@requires` names is unknown or is null against its
 * type. A requirement that is null and may be null is sent as null: that is its value.
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
    const read = parts.map(({ from, isKey, nullable, below }, index) => {
      const value = `value${index}`;
      const project = below && code.use((it: object) => projected(it, below, model));
      return [
        `let ${value} = entity${property(from)};`,
        `if (typeof ${value} === "object" && ${value} !== null) {`,
        project ? `${value} = ${project}(${value});` : '',
        `if (!${code.use(isWritable)}(${value})) return ${code.use(UNWRITABLE)}; }`,
        `if (${value} === undefined) return undefined;`,
        isKey
          ? `if (${value} !== null) keyed = true;`
          : nullable
            ? ''
            : `if (${value} === null) return undefined;`,
      ].join(' ');
    });
    const properties = parts.map(({ to }, index) => `${property(to)}: value${index}`);
    const literal = ['__typename: ' + JSON.stringify(typename), ...properties].join(', ');
    return `let keyed = ${!hasKeys}; ${read.join('\n')} return keyed ? { ${literal} } : undefined;`;
  });
  return code.build(represent);
}

/** The parts of `value` that `selections` name; undefined where one of them is unknown. */
function projected(value: object, selections: readonly RequiresSelection[], model: SupergraphModel): unknown {
  if (Array.isArray(value)) {
    const elements: unknown[] = [];
    for (const element of value as unknown[]) {
      const part =
        typeof element === 'object' && element !== null ? projected(element, selections, model) : element;
      if (part === undefined) return undefined;
      elements.push(part);
    }
    return elements;
  }
  const into: Data = {};
  return isData(value) && projectInto(into, value, selections, model) ? into : undefined;
}

function projectInto(
  into: Data,
  from: Data,
  selections: readonly RequiresSelection[],
  model: SupergraphModel,
): boolean {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const typename = from['__typename'];
      if (typeof typename === 'string' && !model.meets(typename, selection.typeCondition)) continue;
      if (!projectInto(into, from, selection.selections, model)) return false;
    } else if (selection.kind === 'Field') {
      const found = from[selection.name];
      const value =
        selection.selections && typeof found === 'object' && found !== null
          ? projected(found, selection.selections, model)
          : found;
      if (value !== undefined) into[selection.alias ?? selection.name] = value;
      else if (selection.name !== '__typename') return false;
    } else {
      refuseSpread();
    }
  }
  return true;
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
        const keys = [model.keyFields(subgraph, typename), model.keyFields(subgraph, condition)];
        parts.set(to, {
          from: selection.name,
          to,
          isKey: keys.some((it) => it.has(to)),
          nullable: isNullable(typename, condition, to, model),
          below: selection.selections,
        });
      } else {
        refuseSpread();
      }
    }
  };
  collect(requires, typename);
  return met ? [...parts.values()] : undefined;
}

function isNullable(typename: string, condition: string, field: string, model: SupergraphModel): boolean {
  const definition = model.field(typename, field) ?? model.field(condition, field);
  return !definition || isNullableType(definition.type);
}

/** The type that `requires` speaks of, where there is one only. */
function onlyType(requires: readonly RequiresSelection[]): string | undefined {
  const [first, second] = requires;
  return first?.kind === 'InlineFragment' && !second ? first.typeCondition : undefined;
}

function refuseSpread(): never {
  return refuseOperation('The plan names a fragment that it does not define.');
}
