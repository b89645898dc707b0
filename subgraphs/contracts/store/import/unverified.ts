import type { PartialDate } from '../../../../platform/calendar/partial-date.ts';
import type { ProvenanceRecord, VerificationStatus } from '../../../../platform/facts/provenance.ts';

/** A date as far as its source shows it. */
export interface ReadDate {
  readonly date: PartialDate | null;
  readonly verified: boolean;
}

/**
 * Reads `unverifiedFields` of a contract field by field. A path ending in `.day` says that the month is
 * shown and the day is not: the date is then taken to the month.
 */
export class Attested {
  readonly #record: VerificationStatus;
  readonly #fields: ReadonlySet<string>;

  constructor({ status, unverifiedFields }: ProvenanceRecord) {
    this.#record = status;
    this.#fields = new Set(unverifiedFields);
  }

  /** The status of the field of this very path, of one above it or, where there is none, of the record. */
  status(path: string): VerificationStatus {
    if (this.#record !== 'VERIFIED') return this.#record;
    return pathsTo(path).some((it) => this.#fields.has(it)) ? 'UNVERIFIED' : 'VERIFIED';
  }

  isVerified(path: string): boolean {
    return this.status(path) === 'VERIFIED';
  }

  /** The date at `path`, of the precision that its source shows. */
  date(path: string, published: PartialDate | null): ReadDate {
    const date = published !== null && this.#fields.has(`${path}.day`) ? published.slice(0, 7) : published;
    return { date, verified: this.isVerified(path) };
  }
}

/** `events[1].date` → `events`, `events[1]`, `events[1].date`. */
function pathsTo(path: string): string[] {
  const ends = [...path.matchAll(/[.[]/g)].map((it) => it.index);
  return [...ends.map((end) => path.slice(0, end)), path];
}
