import type { AuditNote } from '../../../../platform/subgraph/audit-notes.ts';
import { Lru } from '../../../../platform/lru.ts';
import type { Data } from '../steps/run.ts';
import { Generations } from './generations.ts';
import { sizeOf } from './size.ts';
import type { Permitted, Viewing } from './viewing.ts';

/** An entity as one subgraph answered one selection of it. */
export interface KeptEntity {
  /** Never changed, and never handed out to anybody who changes it. */
  readonly entity: Data;
  readonly permission: Permitted;
  /** What has to be noted wherever it is given. */
  readonly notes: readonly AuditNote[] | undefined;
}

/** What tells an entity apart from all others. */
export interface EntityIdentity {
  readonly typename: string;
  /** Of the one field that `key` is the value of; empty where `key` is the whole representation as JSON. */
  readonly field: string;
  readonly key: string;
}

/** What is kept of one selection at one subgraph for one viewer. */
export interface Shelf {
  find(identity: EntityIdentity): KeptEntity | undefined;
  keep(identity: EntityIdentity, kept: KeptEntity): void;
}

/** What entities are asked for with. */
export interface EntityQuestion {
  readonly subgraph: string;
  /** Tells selections apart, their arguments included. */
  readonly selection: string;
  /** The values of the variables that the selection uses, as text. */
  readonly variables: string;
}

/** How often what was looked for was there. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
  readonly bytes: number;
}

const SHELVES = 10_000;

/**
 * Entities across requests. What is found hangs on all that could make another answer right: the selection
 * and its variables, the viewer (unless the subgraph says that it is the same for all), and the version of
 * the subgraph's data, so that what is kept of older data can be found no more.
 */
export class EntityCache {
  readonly #entities: Generations<KeptEntity>;
  /** Short names for what all entities of a shelf have in common; a name is never used twice. */
  readonly #shelves = new Lru<string>(SHELVES);
  #named = 0;
  #hits = 0;
  #misses = 0;

  /** @param limit in bytes. */
  constructor(limit: number) {
    this.#entities = new Generations(limit);
  }

  get counts(): CacheCounts {
    const { size: entries, bytes } = this.#entities;
    return { hits: this.#hits, misses: this.#misses, entries, bytes };
  }

  /** The shelf for a question; undefined where nothing may be kept now. */
  shelf({ subgraph, selection, variables }: EntityQuestion, viewing: Viewing): Shelf | undefined {
    const version = viewing.versions.current(subgraph);
    if (version === null) return undefined;
    const common = [subgraph, selection, variables, version ?? ''];
    const everyones = new Boards(this.#name(JSON.stringify(common)));
    let viewers: Boards | undefined;
    const own = (): Boards =>
      (viewers ??= new Boards(this.#name(JSON.stringify([...common, viewing.viewer]))));
    return {
      find: (identity) => {
        const { key } = identity;
        const found =
          this.#entities.get(everyones.of(identity), key) ?? this.#entities.get(own().of(identity), key);
        const isFresh = found !== undefined && found.permission.until > viewing.now;
        if (isFresh) this.#hits++;
        else this.#misses++;
        return isFresh ? found : undefined;
      },
      keep: (identity, kept) => {
        // What was asked for under one version is kept under no other.
        if (kept.permission.version !== version) return;
        const board = (kept.permission.isPublic ? everyones : own()).of(identity);
        const { key } = identity;
        const bytes = board.length + key.length + sizeOf(kept.entity) + sizeOf(kept.notes);
        this.#entities.set(board, key, kept, bytes);
      },
    };
  }

  #name(shelf: string): string {
    let name = this.#shelves.get(shelf);
    if (name === undefined) this.#shelves.set(shelf, (name = `${this.#named++} `));
    return name;
  }
}

/** The names of what stands on one shelf, for each type and key of entities. Mostly one is asked for all the time. */
class Boards {
  readonly #shelf: string;
  #typename = '';
  #field = '';
  #latest: string | undefined;

  constructor(shelf: string) {
    this.#shelf = shelf;
  }

  of({ typename, field }: EntityIdentity): string {
    if (this.#latest === undefined || typename !== this.#typename || field !== this.#field) {
      this.#typename = typename;
      this.#field = field;
      this.#latest = `${this.#shelf}${typename} ${field}`;
    }
    return this.#latest;
  }
}
