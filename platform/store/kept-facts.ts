import { Lru } from '../lru.ts';
import { once } from '../once.ts';

/** What was read of the facts, kept for all requests for as long as the facts stay the same. */
export class KeptFacts {
  readonly #outside: <Result>(work: () => Result) => Result;
  #generation = 0;

  /** @param outside runs what reads for all requests outside of the one that happens to need it first. */
  constructor(outside: <Result>(work: () => Result) => Result = (work) => work()) {
    this.#outside = outside;
  }

  /** Reads something at the first call, and after the facts changed; a failure is tried again. */
  one<Value>(read: () => Promise<Value>): () => Promise<Value> {
    const kept = this.#kept(() => once(() => this.#outside(read)));
    return () => kept()();
  }

  /**
   * As `one`, for each of many things.
   * @param most how many are kept.
   * @param nameOf tells them apart.
   */
  each<Of, Value>(
    most: number,
    read: (of: Of) => Promise<Value>,
    nameOf: (of: Of) => string = String,
  ): (of: Of) => Promise<Value> {
    const kept = this.#kept(() => new Lru<Promise<Value>>(most));
    return (of) => {
      const all = kept();
      const name = nameOf(of);
      const known = all.get(name);
      if (known) return known;
      const value = this.#outside(() => read(of));
      all.set(name, value);
      value.catch(() => all.delete(name));
      return value;
    };
  }

  /** Forgets everything: other facts were seeded. */
  forget(): void {
    this.#generation += 1;
  }

  #kept<Value>(make: () => Value): () => Value {
    let generation = this.#generation;
    let value = make();
    return () => {
      if (generation !== this.#generation) {
        generation = this.#generation;
        value = make();
      }
      return value;
    };
  }
}
