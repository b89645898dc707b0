/** A value, between those that were asked for before and after it. */
interface Entry<Value> {
  readonly key: string;
  value: Value;
  older: Entry<Value> | undefined;
  newer: Entry<Value> | undefined;
}

/**
 * A map that forgets what was not asked for longest once it holds more than `limit` entries.
 *
 * Asking changes the places of entries and never the map below. A `Map` of which entries are taken out and
 * put in again is copied every few times, and each copy keeps the next one alive: on a busy gateway whole
 * requests outlive their end by that, and collecting them costs a tenth of the processor's time.
 */
export class Lru<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #limit: number;
  #newest: Entry<Value> | undefined;
  #oldest: Entry<Value> | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry !== this.#newest) {
      this.#unlink(entry);
      this.#link(entry);
    }
    return entry?.value;
  }

  set(key: string, value: Value): void {
    const known = this.#entries.get(key);
    if (known) {
      known.value = value;
      this.get(key);
      return;
    }
    const entry: Entry<Value> = { key, value, older: undefined, newer: undefined };
    this.#entries.set(key, entry);
    this.#link(entry);
    if (this.#entries.size > this.#limit && this.#oldest) this.delete(this.#oldest.key);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#unlink(entry);
  }

  /** What is held, the value asked for last first. */
  values(): Value[] {
    const values: Value[] = [];
    for (let entry = this.#newest; entry; entry = entry.older) values.push(entry.value);
    return values;
  }

  #link(entry: Entry<Value>): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest) this.#newest.newer = entry;
    this.#newest = entry;
    this.#oldest ??= entry;
  }

  #unlink({ older, newer }: Entry<Value>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }
}
