import { Lru } from '../../lru.ts';
import type { KeptFacts } from '../kept-facts.ts';

/** What was read, and the digest of the facts that it is of. */
export interface ReadFacts<Value> {
  readonly value: Value;
  readonly digest: string | null;
}

/** How facts are read that others may seed anew at any time. */
export interface FactsReading {
  /** The digest of the facts that whoever asks reads: a request keeps to one state of the data. */
  digest(): Promise<string | null>;
  /** Reads for all requests, apart from the one that happens to need it first. */
  apart<Value>(read: () => Promise<Value>): Promise<ReadFacts<Value>>;
}

/** Keeps what is of the facts that requests read. A request that began before others were seeded is given none of those. */
export class ChangingFacts implements KeptFacts {
  readonly #reading: FactsReading;

  constructor(reading: FactsReading) {
    this.#reading = reading;
  }

  one<Value>(read: () => Promise<Value>): () => Promise<Value> {
    const kept = new Kept(this.#reading, read);
    return () => kept.get();
  }

  each<Of, Value>(
    most: number,
    read: (of: Of) => Promise<Value>,
    nameOf: (of: Of) => string = String,
  ): (of: Of) => Promise<Value> {
    const all = new Lru<Kept<Value>>(most);
    return (of) => {
      const name = nameOf(of);
      const known = all.get(name);
      if (known) return known.get();
      const kept = new Kept(this.#reading, () => read(of));
      all.set(name, kept);
      return kept.get();
    };
  }
}

class Kept<Value> {
  readonly #reading: FactsReading;
  readonly #read: () => Promise<Value>;
  #last: Promise<ReadFacts<Value>> | undefined;

  constructor(reading: FactsReading, read: () => Promise<Value>) {
    this.#reading = reading;
    this.#read = read;
  }

  async get(): Promise<Value> {
    const digest = await this.#reading.digest();
    const before = this.#last;
    const known = await before?.catch(() => undefined);
    if (known?.digest === digest) return known.value;
    // Of all who found that it is not there the first reads it.
    if (this.#last === before) this.#last = this.#reading.apart(this.#read);
    const last = await this.#last;
    if (last?.digest === digest) return last.value;
    // Who still reads the facts of before reads them for themselves.
    return this.#read();
  }
}
