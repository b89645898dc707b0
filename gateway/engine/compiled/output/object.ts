import { key, property } from '../code/code-writer.ts';
import { isData, type Data } from '../steps/run.ts';
import { flaw, flawed, NULLED, type Complete, type Shaper } from './shaping.ts';

/** A field of an answered object. */
export interface OutputField {
  /** The client's name for it. */
  readonly name: string;
  /** The name that the engine asked for it under. */
  readonly from: string;
  readonly mayBeNull: boolean;
  readonly shaper: Shaper;
}

/**
 * Compiles an object whose type is known. A null that one of its fields may not have makes the whole object
 * null; its other fields are completed all the same, for what is wrong with them.
 */
export function object(fields: readonly OutputField[], message: string): Shaper {
  const hasPrototypeField = fields.some((it) => it.name === '__proto__');
  const create = hasPrototypeField ? () => Object.create(null) as Data : (): Data => ({});

  const complete: Complete = (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    if (!isData(value)) return flaw(shaping, place, message);
    const completed = create();
    let nulled = false;
    for (const { name, from, mayBeNull, shaper } of fields) {
      const one = shaper.complete(value[from], shaping, { above: place, key: name });
      if (one === NULLED) {
        nulled ||= !mayBeNull;
        completed[name] = null;
      } else {
        completed[name] = one;
      }
    }
    return nulled ? NULLED : completed;
  };

  return {
    complete,
    write(value, code) {
      const shape = code.function('value', () => {
        const written = fields.map(
          (it) => `${key(it.name)}: ${it.shaper.write(`value${property(it.from)}`, code)}`,
        );
        return `if (value === null || value === undefined) return null;
          if (typeof value !== "object" || ${code.use(Array.isArray)}(value)) return ${code.use(flawed)}();
          return { ${written.join(', ')} };`;
      });
      return `${shape}(${value})`;
    },
  };
}
