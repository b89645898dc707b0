import { Lru } from '../lru.ts';
import { once } from '../once.ts';

/** What was read of the facts, kept for all requests for as long as the facts stay the same. */
export interface KeptFacts {
  /** Reads something at the first call, and after the facts changed; a failure is tried again. */
  one<Value>(read: () => Promise<Value>): () => Promise<Value>;
  /**
   * As `one`, for each of many things.
   * @param most how many are kept.
   * @param nameOf tells them apart.
   */
  each<Of, Value>(
    most: number,
    read: (of: Of) => Promise<Value>,
    nameOf?: (of: Of) => string,
  ): (of: Of) => Promise<Value>;
}

/** Kept of facts that stay as they are while the store is open. */
export const LASTING_FACTS: KeptFacts = {
  one: once,
  each: (most, read, nameOf = String) => {
    const kept = new Lru<ReturnType<typeof read>>(most);
    return (of) => {
      const name = nameOf(of);
      const known = kept.get(name);
      if (known) return known;
      const value = read(of);
      kept.set(name, value);
      value.catch(() => kept.delete(name));
      return value;
    };
  },
};
