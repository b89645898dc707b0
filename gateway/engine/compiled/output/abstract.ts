import { isData } from '../steps/run.ts';
import { flaw, flawed, type Shaper } from './shaping.ts';
import { fastShape } from './fast-shape.ts';

/** What completing objects of an abstract type needs. */
export interface Abstract {
  /** Shapes objects of one of the types that clients see; undefined for other names. */
  readonly ofType: (typename: string) => Shaper | undefined;
  /** Whether the name is that of an object type which clients do not see. */
  readonly isHidden: (typename: string) => boolean;
  /** Shapes objects whose type does not matter to the answer; undefined where it does. */
  readonly ofAnyType: Shaper | undefined;
  readonly message: string;
}

/**
 * Compiles an interface or a union. An object of a type that clients do not see becomes null without a
 * word. An interface object whose real type could not be learnt still answers what all of them have.
 */
export function abstract({ ofType, isHidden, ofAnyType, message }: Abstract): Shaper {
  /** How an object is shaped; null for one that is hidden, undefined where its type must be known and is not. */
  const shaperOf = (typename: unknown): Shaper | null | undefined => {
    if (typeof typename !== 'string') return ofAnyType;
    return ofType(typename) ?? (isHidden(typename) ? null : ofAnyType);
  };

  return {
    complete(value, shaping, place) {
      if (value === null || value === undefined) return null;
      const shaper = isData(value) ? shaperOf(value['__typename']) : undefined;
      if (shaper === null) return null;
      return shaper ? shaper.complete(value, shaping, place) : flaw(shaping, place, message);
    },
    write: (value, code) => `${code.use(byType(shaperOf))}(${value})`,
  };
}

/** The fast code for each type is written when the first object of it comes: most types never come up. */
function byType(shaperOf: (typename: unknown) => Shaper | null | undefined): (value: unknown) => unknown {
  const known = new Map<Shaper, (value: unknown) => unknown>();
  return (value) => {
    if (value === null || value === undefined) return null;
    const shaper = isData(value) ? shaperOf(value['__typename']) : undefined;
    if (shaper === null) return null;
    if (!shaper) return flawed();
    let shape = known.get(shaper);
    if (!shape) known.set(shaper, (shape = fastShape(shaper)));
    return shape(value);
  };
}
