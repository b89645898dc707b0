import type { AuditNote } from '../../../../platform/subgraph/audit-notes.ts';
import type { EntityCache, EntityQuestion, Shelf } from './entity-cache.ts';
import { narrower, type Permission } from './permission.ts';
import { permitted, type Permitted, type Remarks, type Viewing } from './viewing.ts';

/** What a subgraph said of its answers that has to be noted wherever they are given. */
export interface KeptNotes {
  readonly subgraph: string;
  readonly notes: readonly AuditNote[];
}

/** What one execution finds in caches, and what may be kept of its answer. */
export class Keeping {
  readonly viewing: Viewing;
  readonly #entities: EntityCache | undefined;
  readonly #versions = new Map<string, string | undefined>();
  readonly #notes: KeptNotes[] = [];
  /** Those of parts that were kept: what came with one answer shares one. */
  readonly #found = new Set<Permitted>();
  #permission: Permission | undefined = { until: Number.POSITIVE_INFINITY, isPublic: true };

  constructor(viewing: Viewing, entities: EntityCache | undefined) {
    this.viewing = viewing;
    this.#entities = entities;
  }

  /** What is kept for a question; undefined where no entities are. */
  shelf(question: EntityQuestion): Shelf | undefined {
    return this.#entities?.shelf(question, this.viewing);
  }

  /** Notes an answer of a subgraph, or that there was none; gives what it permits. */
  answered(subgraph: string, remarks: Remarks | undefined): Permitted | undefined {
    const permission = remarks && permitted(subgraph, remarks, this.viewing);
    this.#took(subgraph, permission);
    if (remarks?.notes) this.#notes.push({ subgraph, notes: remarks.notes });
    return permission;
  }

  /** Notes a part of the answer that was kept. */
  found(subgraph: string, permission: Permitted, notes: readonly AuditNote[] | undefined): void {
    if (!this.#found.has(permission)) {
      this.#found.add(permission);
      this.#took(subgraph, permission);
    }
    if (!notes) return;
    this.#notes.push({ subgraph, notes });
    this.viewing.note(subgraph, notes);
  }

  /** @param permission undefined where the part must not be kept. */
  #took(subgraph: string, permission: Permitted | undefined): void {
    this.#permission = this.#permission && permission && narrower(this.#permission, permission);
    // Two parts from different data are no one answer: it is not kept.
    if (this.#versions.has(subgraph) && this.#versions.get(subgraph) !== permission?.version) {
      this.#permission = undefined;
    }
    this.#versions.set(subgraph, permission?.version);
  }

  /** What subgraphs said of all parts of the answer. */
  get notes(): readonly KeptNotes[] {
    return this.#notes;
  }

  /** What the whole answer permits; nothing where no subgraph took part. */
  get permission(): Permission | undefined {
    return this.#versions.size > 0 ? this.#permission : undefined;
  }

  /** The versions of the data that the answer was made from, by subgraph. */
  get versions(): ReadonlyMap<string, string | undefined> {
    return this.#versions;
  }
}
