import { isData } from '../steps/run.ts';
import { flaw, type Complete } from './shaping.ts';

/** What completing objects of an abstract type needs. */
export interface Abstract {
  /** Completes objects of one of the types that clients see; undefined for other names. */
  readonly ofType: (typename: string) => Complete | undefined;
  /** Whether the name is that of an object type which clients do not see. */
  readonly isHidden: (typename: string) => boolean;
  /** Completes objects whose type does not matter to the answer; undefined where it does. */
  readonly ofAnyType: Complete | undefined;
  readonly message: string;
}

/**
 * Compiles an interface or a union. An object of a type that clients do not see becomes null without a
 * word. An interface object whose real type could not be learnt still answers what all of them have.
 */
export function abstract({ ofType, isHidden, ofAnyType, message }: Abstract): Complete {
  return (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    if (!isData(value)) return flaw(shaping, place, message);
    const typename = value['__typename'];
    if (typeof typename === 'string') {
      const complete = ofType(typename);
      if (complete) return complete(value, shaping, place);
      if (isHidden(typename)) return null;
    }
    return ofAnyType ? ofAnyType(value, shaping, place) : flaw(shaping, place, message);
  };
}
