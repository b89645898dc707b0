/**
 * A map that holds at most about `limit` bytes. It has two generations: what is asked for moves to the young
 * one; when that is half of all, it becomes the old one, and what nobody asked for since is forgotten.
 */
export class Generations<Value> {
  #young = new Map<string, Sized<Value>>();
  #old = new Map<string, Sized<Value>>();
  #youngBytes = 0;
  #oldBytes = 0;
  readonly #limit: number;

  /** @param limit in bytes, as the sizes that {@link Generations.set} is given count them. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young) return young.value;
    const old = this.#old.get(key);
    if (!old) return undefined;
    this.#forget(key);
    this.#add(key, old);
    return old.value;
  }

  /** Keeps `value`, unless it is larger than a generation may be. */
  set(key: string, value: Value, bytes: number): void {
    this.delete(key);
    if (bytes <= this.#limit / 2) this.#add(key, { value, bytes });
  }

  delete(key: string): void {
    const young = this.#young.get(key);
    if (young) {
      this.#young.delete(key);
      this.#youngBytes -= young.bytes;
    }
    this.#forget(key);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get bytes(): number {
    return this.#youngBytes + this.#oldBytes;
  }

  #add(key: string, sized: Sized<Value>): void {
    if (this.#youngBytes + sized.bytes > this.#limit / 2) {
      this.#old = this.#young;
      this.#oldBytes = this.#youngBytes;
      this.#young = new Map();
      this.#youngBytes = 0;
    }
    this.#young.set(key, sized);
    this.#youngBytes += sized.bytes;
  }

  #forget(key: string): void {
    const old = this.#old.get(key);
    if (!old) return;
    this.#old.delete(key);
    this.#oldBytes -= old.bytes;
  }
}

interface Sized<Value> {
  readonly value: Value;
  readonly bytes: number;
}
