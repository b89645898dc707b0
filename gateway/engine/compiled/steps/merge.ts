import { CodeWriter, property } from '../code/code-writer.ts';
import { isData, type Data } from './run.ts';
import type { Shape } from './shape.ts';

/** Whether a name is that of an object type: an interface object goes by its interface's. */
export type IsObjectType = (typename: unknown) => boolean;

/**
 * Adds to `target` what `source` has of a shape.
 * @returns whether all of it could be joined: two subgraphs may disagree on what a list holds.
 */
export type Merge = (target: Data, source: Data) => boolean;

/**
 * Compiles the joining of objects of `shape`. An object is added to, list elements are joined by their
 * place; a null never replaces an object that another subgraph gave, nor the name of an interface that of a
 * type.
 */
export function compileMerge(shape: Shape, isObjectType: IsObjectType): Merge {
  const code = new CodeWriter();
  const merge = code.function('target, source', () => {
    const joins = [...shape].map(([key, below]) => {
      const [from, to] = [`source${property(key)}`, `target${property(key)}`];
      const replaces = `value !== null || ${to} === undefined`;
      if (key === '__typename') {
        return `${guarded(from)}if (!${code.use(isObjectType)}(${to}) && (${replaces})) ${to} = value;`;
      }
      if (!below) return `${guarded(from)}if (${replaces}) ${to} = value;`;
      const inner = code.use(mergesValues(below, isObjectType));
      return `${guarded(from)}{
        if (${to} === undefined || ${to} === null) { if (${replaces}) ${to} = value; }
        else if (value !== null && !${inner}(${to}, value)) joined = false;
      }`;
    });
    return `let joined = true, value; ${joins.join('\n')} return joined;`;
  });
  return code.build(merge);
}

function guarded(from: string): string {
  return `value = ${from}; if (value !== undefined) `;
}

/** Joins values that both are there. Compiled at the first use: mostly one subgraph gives all of an object. */
function mergesValues(shape: Shape, isObjectType: IsObjectType): (known: unknown, value: unknown) => boolean {
  let merge: Merge | undefined;
  const mergeValues = (known: unknown, value: unknown): boolean => {
    if (Array.isArray(known) && Array.isArray(value)) {
      if (known.length !== value.length) return false;
      let joined = true;
      for (let index = 0; index < known.length; index++) {
        const element: unknown = known[index];
        if (element === null) known[index] = value[index];
        else if (value[index] !== null && !mergeValues(element, value[index])) joined = false;
      }
      return joined;
    }
    merge ??= compileMerge(shape, isObjectType);
    return isData(known) && isData(value) && merge(known, value);
  };
  return mergeValues;
}
