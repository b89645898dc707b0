import { Kind, type SelectionNode } from 'graphql';
import type { Data } from './run.ts';

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

/** Sets to null what `target` lacks of `shape`: it was asked for and could not be had. */
export function setMissingToNull(target: Data, shape: Shape): void {
  for (const key of shape.keys()) target[key] ??= null;
}
