import { below, flaw, NULLED, type Complete } from './shaping.ts';

/** Compiles a type that must not be null. */
export function nonNull(inner: Complete, message: string): Complete {
  return (value, shaping, place) => {
    const completed = inner(value, shaping, place);
    return completed === null ? flaw(shaping, place, message) : completed;
  };
}

/** Compiles a list. A null that its elements may not have makes the whole list null. */
export function list(element: Complete, elementsMayBeNull: boolean, message: string): Complete {
  return (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return flaw(shaping, place, message);
    const completed: unknown[] = [];
    let nulled = false;
    for (let index = 0; index < value.length; index++) {
      const one = element(value[index], shaping, below(shaping, place, index));
      if (one === NULLED) {
        nulled ||= !elementsMayBeNull;
        completed.push(null);
      } else {
        completed.push(one);
      }
    }
    return nulled ? NULLED : completed;
  };
}
