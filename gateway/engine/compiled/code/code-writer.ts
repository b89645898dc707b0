/**
 * JavaScript that is written while an operation is compiled. Code of its own for every operation is what lets
 * the machine read and build objects of one known shape; closures that are shared by all operations see all
 * shapes and are several times slower.
 *
 * What is written holds names of GraphQL only, quoted by {@link property} and {@link key}; every other value is handed over
 * by {@link CodeWriter.use} and never becomes text.
 */
export class CodeWriter {
  readonly #names = new Map<unknown, string>();
  readonly #functions: string[] = [];

  /** A name by which the code can use `value`. */
  use(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) this.#names.set(value, (name = `used${this.#names.size}`));
    return name;
  }

  /** Adds a function; `write` is told its name, gives its body and may add others. Gives its name. */
  function(parameters: string, write: (name: string) => string): string {
    const name = `function${this.#functions.length}`;
    const place = this.#functions.push('') - 1;
    this.#functions[place] = `function ${name}(${parameters}) { ${write(name)} }`;
    return name;
  }

  /** Makes the code: the value of `expression`, in which all functions can be called. */
  build<Value>(expression: string): Value {
    const source = `"use strict"; ${this.#functions.join('\n')}\nreturn ${expression};`;
    // Safe for what the class says: nothing of a request's values is part of the text.
    const make = new Function(...this.#names.values(), source) as (...used: unknown[]) => Value;
    return make(...this.#names.keys());
  }
}

/** Access to the property `name` of an object. */
export function property(name: string): string {
  return `[${JSON.stringify(name)}]`;
}

/**
 * The key `name` of an object literal. Where no key is computed the machine makes room for all properties at once, as
 * if for one shape; `__proto__` has to be, or it would name the prototype.
 */
export function key(name: string): string {
  return name === '__proto__' ? property(name) : JSON.stringify(name);
}
