import type { Data } from '../steps/run.ts';
import type { CacheCounts } from './entity-cache.ts';
import { Generations } from './generations.ts';
import { sizeOf } from './size.ts';
import type { Keeping, KeptNotes } from './keeping.ts';
import type { Viewing } from './viewing.ts';

interface KeptAnswer {
  readonly data: Data;
  readonly until: number;
  readonly versions: ReadonlyMap<string, string | undefined>;
  readonly notes: readonly KeptNotes[];
}

/**
 * Whole answers across requests, each for its operation and variables and for its viewer, unless all of its
 * parts are the same for everyone. An answer is given no more once the data of any subgraph that took part
 * have changed.
 */
export class AnswerCache {
  readonly #answers: Generations<KeptAnswer>;
  /** The text of each answer that is kept, so that it is written once. */
  readonly #texts = new WeakMap<object, string>();
  #hits = 0;
  #misses = 0;

  /** @param limit in bytes. */
  constructor(limit: number) {
    this.#answers = new Generations(limit);
  }

  get counts(): CacheCounts {
    const { size: entries, bytes } = this.#answers;
    return { hits: this.#hits, misses: this.#misses, entries, bytes };
  }

  /** @param question the operation and its variables. */
  find(question: string, viewing: Viewing): Data | undefined {
    const found = this.#valid(EVERYONE, question, viewing) ?? this.#valid(only(viewing), question, viewing);
    if (found) this.#hits++;
    else this.#misses++;
    for (const { subgraph, notes } of found?.notes ?? []) viewing.note(subgraph, notes);
    return found?.data;
  }

  /** Keeps an answer without errors if all of its parts may be kept. Its data must not be changed afterwards. */
  keep(question: string, data: Data, { permission, versions, viewing, notes }: Keeping): void {
    if (!permission || !isCurrent(versions, viewing)) return;
    const viewers = permission.isPublic ? EVERYONE : only(viewing);
    const text = JSON.stringify({ data });
    this.#texts.set(data, text);
    this.#answers.set(
      viewers,
      question,
      { data, until: permission.until, versions, notes },
      viewers.length + question.length + text.length + sizeOf(data) + sizeOf(notes),
    );
  }

  /** The text of an answer that consists of `data` alone, where it is kept. */
  textOf(data: object): string | undefined {
    return this.#texts.get(data);
  }

  #valid(viewers: string, question: string, viewing: Viewing): KeptAnswer | undefined {
    const kept = this.#answers.get(viewers, question);
    if (!kept) return undefined;
    if (kept.until > viewing.now && isCurrent(kept.versions, viewing)) return kept;
    this.#answers.delete(viewers, question);
    return undefined;
  }
}

/** Whom an answer is for that all viewers are given. */
const EVERYONE = '*';

function only({ viewer }: Viewing): string {
  return JSON.stringify(viewer);
}

function isCurrent(made: ReadonlyMap<string, string | undefined>, { versions }: Viewing): boolean {
  for (const [subgraph, version] of made) if (versions.current(subgraph) !== version) return false;
  return true;
}
