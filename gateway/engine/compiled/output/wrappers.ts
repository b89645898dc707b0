import { flaw, flawed, NULLED, type Complete, type Shaper } from './shaping.ts';

/** Compiles a type that must not be null. */
export function nonNull(inner: Shaper, message: string): Shaper {
  return {
    complete(value, shaping, place) {
      const completed = inner.complete(value, shaping, place);
      return completed === null ? flaw(shaping, place, message) : completed;
    },
    write: (value, code) => `(${inner.write(value, code)} ?? ${code.use(flawed)}())`,
  };
}

/** Compiles a list. A null that its elements may not have makes the whole list null. */
export function list(element: Shaper, elementsMayBeNull: boolean, message: string): Shaper {
  const complete: Complete = (value, shaping, place) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return flaw(shaping, place, message);
    let nulled = false;
    const completed = value.map((it: unknown, index) => {
      const one = element.complete(it, shaping, { above: place, key: index });
      if (one !== NULLED) return one;
      nulled ||= !elementsMayBeNull;
      return null;
    });
    return nulled ? NULLED : completed;
  };

  return {
    complete,
    write(value, code) {
      const shape = code.function(
        'value',
        () => `if (value === null || value === undefined) return null;
          if (!${code.use(Array.isArray)}(value)) return ${code.use(flawed)}();
          const completed = [];
          for (let index = 0; index < value.length; index++) completed.push(${element.write('value[index]', code)});
          return completed;`,
      );
      return `${shape}(${value})`;
    },
  };
}
