/**
 * A map that holds at most about `limit` bytes. It has two generations: what is asked for moves to the young
 * one; when that is half of all, it becomes the old one, and what nobody asked for since is forgotten.
 *
 * Keys have two parts, what many of them have in common and what tells these apart: to join both to one text for
 * each look would cost more than the look.
 */
export class Generations<Value> {
  #young = new Generation<Value>();
  #old = new Generation<Value>();
  readonly #limit: number;

  /** @param limit in bytes, as the sizes that {@link Generations.set} is given count them. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(group: string, key: string): Value | undefined {
    const young = this.#young.get(group, key);
    if (young) return young.value;
    const old = this.#old.delete(group, key);
    if (!old) return undefined;
    this.#add(group, key, old);
    return old.value;
  }

  /** Keeps `value`, unless it is larger than a generation may be. */
  set(group: string, key: string, value: Value, bytes: number): void {
    this.delete(group, key);
    if (bytes <= this.#limit / 2) this.#add(group, key, { value, bytes });
  }

  delete(group: string, key: string): void {
    this.#young.delete(group, key);
    this.#old.delete(group, key);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get bytes(): number {
    return this.#young.bytes + this.#old.bytes;
  }

  #add(group: string, key: string, sized: Sized<Value>): void {
    if (this.#young.bytes + sized.bytes > this.#limit / 2) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    this.#young.add(group, key, sized);
  }
}

interface Sized<Value> {
  readonly value: Value;
  readonly bytes: number;
}

class Generation<Value> {
  readonly #groups = new Map<string, Map<string, Sized<Value>>>();
  size = 0;
  bytes = 0;

  get(group: string, key: string): Sized<Value> | undefined {
    return this.#groups.get(group)?.get(key);
  }

  /** Adds what is not there. */
  add(group: string, key: string, sized: Sized<Value>): void {
    let entries = this.#groups.get(group);
    if (!entries) this.#groups.set(group, (entries = new Map()));
    entries.set(key, sized);
    this.size++;
    this.bytes += sized.bytes;
  }

  /** Takes out what is there, and gives it. */
  delete(group: string, key: string): Sized<Value> | undefined {
    const entries = this.#groups.get(group);
    const sized = entries?.get(key);
    if (!entries || !sized) return undefined;
    entries.delete(key);
    if (entries.size === 0) this.#groups.delete(group);
    this.size--;
    this.bytes -= sized.bytes;
    return sized;
  }
}
