import { Kind, type SelectionSetNode } from 'graphql';
import type { ContextArgument } from '../supergraph/contexts.ts';

/** A value from above that a field of the operation is given. */
export interface ContextUse extends ContextArgument {
  /** How many fields lead from the root to the object that sets the context. */
  readonly depth: number;
  /** The type that object is asked for as. */
  readonly on: string;
}

/** An object above a field, by the fields that lead to it. */
export interface Ancestor {
  readonly place: string;
  readonly type: string;
}

/** Which fields take values from above, and what has to be asked for there. */
export class ContextUses {
  readonly #uses = new Map<string, ContextUse[]>();
  readonly #asked = new Map<string, Map<ContextArgument, SelectionSetNode>>();

  /** What has to be asked for at a place for fields below it. */
  at(place: string): Iterable<SelectionSetNode> {
    return this.#asked.get(place)?.values() ?? [];
  }

  /** The values from above that the field answered as `key` at `place` is given. */
  of(place: string, key: string): readonly ContextUse[] {
    return this.#uses.get(`${place}/${key}`) ?? [];
  }

  get any(): boolean {
    return this.#uses.size > 0;
  }

  /**
   * Notes what a field takes from the nearest of its ancestors that set its contexts.
   * @returns whether anything has to be asked for that was not before.
   */
  note(
    place: string,
    key: string,
    taken: readonly ContextArgument[],
    ancestors: readonly Ancestor[],
    settersOf: (context: string, type: string) => readonly string[],
  ): boolean {
    let news = false;
    const uses = taken.flatMap((it): ContextUse[] => {
      const source = ancestors.findLast(({ type }) => settersOf(it.context, type).length > 0);
      if (!source) return [];
      const selections = onTypes(settersOf(it.context, source.type), it.selections);
      const asked = this.#asked.get(source.place) ?? new Map<ContextArgument, SelectionSetNode>();
      news ||= !asked.has(it);
      this.#asked.set(source.place, asked.set(it, selections));
      return [{ ...it, selections, depth: source.place.split('/').length - 1, on: source.type }];
    });
    this.#uses.set(`${place}/${key}`, uses);
    return news;
  }
}

function onTypes(types: readonly string[], selectionSet: SelectionSetNode): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: types.map((type) => ({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
      selectionSet,
    })),
  };
}
