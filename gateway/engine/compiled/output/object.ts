import { isData, type Data } from '../steps/run.ts';
import { below, flaw, NULLED, type Complete } from './shaping.ts';

/** A field of an answered object. */
export interface OutputField {
  /** The client's name for it. */
  readonly name: string;
  /** The name that the engine asked for it under. */
  readonly from: string;
  readonly mayBeNull: boolean;
  readonly complete: Complete;
}

/**
 * Compiles an object whose type is known. A null that one of its fields may not have makes the whole object
 * null; its other fields are completed all the same, for what is wrong with them.
 */
export function object(fields: readonly OutputField[], message: string): Complete {
  const names = fields.map((it) => it.name);
  const count = fields.length;
  const create = names.includes('__proto__') ? () => Object.create(null) as Data : (): Data => ({});
  return (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    if (!isData(value)) return flaw(shaping, place, message);
    const completed = create();
    let nulled = false;
    for (let index = 0; index < count; index++) {
      const field = fields[index] as OutputField;
      const one = field.complete(value[field.from], shaping, below(shaping, place, field.name));
      if (one === NULLED) {
        nulled ||= !field.mayBeNull;
        completed[field.name] = null;
      } else {
        completed[field.name] = one;
      }
    }
    return nulled ? NULLED : completed;
  };
}
