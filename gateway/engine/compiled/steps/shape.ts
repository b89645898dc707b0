import { Kind, type SelectionNode } from 'graphql';
import { isData, type Data } from './run.ts';

/** Response keys that an operation asks for at one place, with what it asks below them. */
export type Shape = Map<string, Shape | undefined>;

/** The keys that `selections` ask for, of whatever type the object is. */
export function shapeOf(selections: readonly SelectionNode[], into: Shape = new Map()): Shape {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = into.get(key);
      into.set(key, selection.selectionSet ? shapeOf(selection.selectionSet.selections, known) : known);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      shapeOf(selection.selectionSet.selections, into);
    }
  }
  return into;
}

/** Whether a name is that of an object type: an interface object goes by its interface's. */
export type IsObjectType = (typename: unknown) => boolean;

/**
 * Adds to `target` what `source` has of `shape`. An object is added to, list elements are joined by their
 * place; a null never replaces an object that another subgraph gave, nor the name of an interface that of a
 * type.
 * @returns whether all of it could be joined: two subgraphs may disagree on what a list holds.
 */
export function merge(target: Data, source: Data, shape: Shape, isObjectType: IsObjectType): boolean {
  let joined = true;
  for (const [key, below] of shape) {
    const value = source[key];
    if (value === undefined) continue;
    const known = target[key];
    if (key === '__typename' && isObjectType(known)) continue;
    if (known === undefined || known === null || !below) {
      if (value !== null || known === undefined) target[key] = value;
    } else if (value !== null && !mergeValues(known, value, below, isObjectType)) {
      joined = false;
    }
  }
  return joined;
}

/** Sets to null what `target` lacks of `shape`: it was asked for and could not be had. */
export function setMissingToNull(target: Data, shape: Shape): void {
  for (const key of shape.keys()) target[key] ??= null;
}

function mergeValues(known: unknown, value: unknown, shape: Shape, isObjectType: IsObjectType): boolean {
  if (Array.isArray(known) && Array.isArray(value)) {
    if (known.length !== value.length) return false;
    let joined = true;
    for (let index = 0; index < known.length; index++) {
      const element: unknown = known[index];
      if (element === null) known[index] = value[index];
      else if (value[index] !== null && !mergeValues(element, value[index], shape, isObjectType))
        joined = false;
    }
    return joined;
  }
  return isData(known) && isData(value) && merge(known, value, shape, isObjectType);
}
