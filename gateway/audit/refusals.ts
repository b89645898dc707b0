import type { AuditEntry } from './entry.ts';

/** A request that was refused. */
export interface Refusal {
  readonly request: string;
  /** Null for the anonymous. */
  readonly partner: string | null;
  readonly subject: string | null;
  /** The address that it came from. */
  readonly address: string | undefined;
  /** At least one. */
  readonly codes: readonly string[];
  /** What else is known of it. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The refusals of one partner by the same code within a minute. */
interface Flood {
  readonly from: string;
  readonly partner: string | null;
  readonly code: string;
  seen: number;
  readonly addresses: Tally;
  readonly subjects: Tally;
}

const WINDOW_MILLISECONDS = 60_000;
/** How many addresses or users a record of many refusals tells apart. */
const NAMED = 16;

/**
 * Bounds what refusals write, so that nobody fills the disk with them. Of each partner, and of all the anonymous
 * together, so many refusals by the same code are recorded one by one in a minute; of those beyond, one record
 * says at its end how many there were, and who sent the most of the first of them.
 */
export class Refusals {
  readonly #record: (entry: AuditEntry) => void;
  readonly #singly: number;
  readonly #floods = new Map<string, Flood>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param record takes what is recorded in the end.
   * @param singly how many are recorded one by one.
   */
  constructor(record: (entry: AuditEntry) => void, singly: number) {
    this.#record = record;
    this.#singly = singly;
  }

  /** Gives the entry for a refusal that is recorded by itself, which is the caller's to record; counts others. */
  entryOf(refusal: Refusal): AuditEntry | undefined {
    const { request, partner, subject, address, codes, details } = refusal;
    const time = new Date().toISOString();
    const [code = ''] = codes;
    const key = `${partner} ${code}`;
    let flood = this.#floods.get(key);
    if (!flood) {
      flood = { from: time, partner, code, seen: 0, addresses: new Tally(), subjects: new Tally() };
      this.#floods.set(key, flood);
      this.#timer ??= setTimeout(() => this.flush(), WINDOW_MILLISECONDS).unref();
    }
    flood.seen++;
    if (flood.seen <= this.#singly) {
      return {
        kind: 'refusal',
        time,
        request,
        partner,
        subject,
        address,
        codes,
        outcome: 'REFUSED',
        ...details,
      };
    }
    flood.addresses.add(address ?? 'unknown');
    if (subject !== null) flood.subjects.add(subject);
    return undefined;
  }

  /** Records what was counted, and begins anew. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const time = new Date().toISOString();
    for (const { from, partner, code, seen, addresses, subjects } of this.#floods.values()) {
      const refusals = seen - this.#singly;
      if (refusals <= 0) continue;
      this.#record({
        kind: 'refusals',
        time,
        from,
        partner,
        codes: [code],
        refusals,
        outcome: 'REFUSED',
        addresses: addresses.counts(),
        ...(partner === null ? {} : { subjects: subjects.counts() }),
      });
    }
    this.#floods.clear();
  }
}

/** Counts by name, of so many names at most; of all others together. */
class Tally {
  readonly #counts = new Map<string, number>();
  #others = 0;

  add(name: string): void {
    const count = this.#counts.get(name);
    if (count === undefined && this.#counts.size >= NAMED) this.#others++;
    else this.#counts.set(name, (count ?? 0) + 1);
  }

  counts(): Readonly<Record<string, number>> {
    return {
      ...Object.fromEntries(this.#counts),
      ...(this.#others > 0 ? { others: this.#others } : {}),
    };
  }
}
